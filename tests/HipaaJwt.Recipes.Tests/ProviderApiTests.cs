using System.Net;
using HipaaJwt.Recipes.Tests.Support;
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
    public async Task A_token_with_the_role_or_scope_reads_the_chart(string page, string? role, string? scope)
    {
        await using var host = await RecipeHost.StartAsync(ProviderApi.Run, page);
        using var client = host.Connect().As("user-1", roles: ListOf(role), scopes: ListOf(scope));

        (await client.GetStringAsync("/chart")).Should().Be("Good morning, user-1.");

        var granted = host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).For("GET /chart").Requiring("chart:read").Once();
        granted.Issuer.Should().Be(host.GetTestIssuer().Issuer);
        granted.ClientId.Should().NotBeNullOrEmpty();
        granted.TokenId.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Another_role_or_scope_receives_403(string page, string? role, string? scope)
    {
        await using var host = await RecipeHost.StartAsync(ProviderApi.Run, page);
        using var client = host.Connect().As("user-1", roles: ListOf(role?.Insert(0, "no-")), scopes: ListOf(scope?.Insert(0, "no-")));

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).Because(JwtErrorCode.PermissionMissing).Once();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_ID_token_receives_401(string page, string? role, string? scope)
    {
        await using var host = await RecipeHost.StartAsync(ProviderApi.Run, page);
        using var client = host.Connect().With(host.GetTestIssuer().CreateIdToken("user-1", ListOf(role), ListOf(scope)));

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Once();
    }

    private static string[]? ListOf(string? item) => item is null ? null : [item];
}
