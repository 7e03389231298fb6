using System.Net;
using System.Reflection;
using HipaaJwt.PackageTests.Documentation;
using HipaaJwt.Recipes.Tests.Support;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the programs of docs/recipes/migration.md, and compares its tables with JwtBearer.</summary>
public sealed class MigrationTests
{
    [Theory]
    [InlineData(typeof(JwtBearerOptions))]
    [InlineData(typeof(JwtBearerEvents))]
    [InlineData(typeof(TokenValidationParameters))]
    public void Every_member_has_a_row(Type type)
    {
        var rows = Markdown.Read("docs/recipes/migration.md").Rows().SelectMany(row => row[0].Split("`, `")).ToHashSet();

        rows.Should().Contain(type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name));
    }

    [Theory]
    [InlineData("physician", HttpStatusCode.OK)]
    [InlineData("clerk", HttpStatusCode.Forbidden)]
    public async Task The_drop_in_keeps_the_policy_and_writes_events(string role, HttpStatusCode status)
    {
        await using var host = await RecipeHost.StartAsync(Migration.RunDropIn, "migration");
        using var client = host.Connect().As("dr.rivera", roles: [role]);

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(status);
        var decision = host.GetAuditRecorder().Events.Should().ContainSingle().Subject;
        decision.Subject.Should().Be("dr.rivera");
        decision.ReasonCode.Should().Be(status == HttpStatusCode.OK ? JwtErrorCode.None : JwtErrorCode.RequirementNotMet);
    }

    [Fact]
    public async Task The_drop_in_rejects_an_ID_token()
    {
        await using var host = await RecipeHost.StartAsync(Migration.RunDropIn, "migration");
        using var client = host.Connect().With(host.GetTestIssuer().CreateIdToken("dr.rivera", roles: ["physician"]));

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenTypeNotAllowed).Once();
    }

    [Theory]
    [InlineData("dr.rivera", "physician", "north", HttpStatusCode.OK, JwtErrorCode.None)]
    [InlineData("dr.rivera", "clerk", "north", HttpStatusCode.Forbidden, JwtErrorCode.PermissionMissing)]
    [InlineData("dr.rivera", "physician", null, HttpStatusCode.Unauthorized, JwtErrorCode.ClaimRefused)]
    [InlineData("dr.dismissed", "physician", "north", HttpStatusCode.Unauthorized, JwtErrorCode.ClaimRefused)]
    public async Task The_checks_replace_OnTokenValidated(
        string user, string role, string? clinic, HttpStatusCode status, JwtErrorCode reason)
    {
        await using var host = await RecipeHost.StartAsync(Migration.RunNative, "migration");
        using var client = host.Connect().As(user, roles: [role], claims: new() { ["clinic"] = clinic });

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(status);
        host.GetAuditRecorder().Events.Should().ContainSingle().Which.ReasonCode.Should().Be(reason);
        if (status == HttpStatusCode.OK)
        {
            (await response.Content.ReadAsStringAsync()).Should().Be("chart of ward 7", "IClaimsTransformation adds claims");
        }
    }
}
