using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Microsoft.Extensions.Options;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of the pages of identity providers, with the settings file of each page and tokens of its shape.</summary>
public sealed class ProviderApiTests
{
    public static TheoryData<string, string?, string?> Providers => new()
    {
        { "keycloak", "physician", null },
        { "entra-id", "Physician", null },
        { "okta", null, "charts.read" },
        { "auth0", "read:charts", null },
        { "cognito", null, "charts-api/read" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_role_or_scope_reads_the_chart_and_an_ID_token_does_not(string page, string? role, string? scope)
    {
        await using var host = await RecipeHost.StartAsync(ProviderApi.Run, page);
        var audit = host.GetAuditRecorder();
        using var reader = host.Connect().As("user-1", roles: ListOf(role), scopes: ListOf(scope));
        using var other = host.Connect().As("user-2", roles: ListOf(role?.Insert(0, "no-")), scopes: ListOf(scope?.Insert(0, "no-")));
        using var idToken = host.Connect().With(host.GetTestIssuer().CreateIdToken("user-1", ListOf(role), ListOf(scope)));

        (await reader.GetStringAsync("/chart")).Should().Be("Good morning, user-1.");
        var granted = audit.ShouldHave(AuditEventType.AccessGranted).For("GET /chart").Requiring("chart:read").Once();
        granted.Issuer.Should().Be(host.GetTestIssuer().Issuer);
        granted.ClientId.Should().NotBeNullOrEmpty();
        granted.TokenId.Should().NotBeNullOrEmpty();

        (await StatusAsync(other)).Should().Be(HttpStatusCode.Forbidden);
        audit.ShouldHave(AuditEventType.AccessDenied).By("user-2").Because(JwtErrorCode.PermissionMissing).Once();

        (await StatusAsync(idToken)).Should().Be(HttpStatusCode.Unauthorized);
        audit.ShouldHave(AuditEventType.TokenRejected).Once();
    }

    [Fact]
    public async Task A_role_with_a_colon_stops_the_start_unless_it_is_a_rule()
    {
        var settings = RecipeHost.SettingsOf("auth0").Replace(
            """"Rules": [ { "Role": "read:charts", "Permissions": [ "chart:read" ] } ]"""",
            """"Roles": { "read:charts": [ "chart:read" ] }"""",
            StringComparison.Ordinal);

        (await FluentActions.Awaiting(() => RecipeHost.StartWithSettingsAsync(ProviderApi.Run, settings))
            .Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("HipaaJwt:Permissions:Roles:read:charts does not have the right form. Write a string.");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/chart");
        return response.StatusCode;
    }

    private static string[]? ListOf(string? item) => item is null ? null : [item];
}
