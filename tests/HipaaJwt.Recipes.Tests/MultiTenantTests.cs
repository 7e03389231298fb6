using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the programs of docs/recipes/multi-tenant.md.</summary>
public sealed class MultiTenantTests
{
    private const string North = "https://idp.north.example";
    private const string Shared = "https://shared.example";

    [Theory]
    [InlineData(North, "physician", null, "charts of north")]
    [InlineData("https://idp.south.example", "doctors", null, "charts of south")]
    [InlineData(Shared, "physician", "east", "charts of east")]
    [InlineData(Shared, "physician", "west", "charts of west")]
    public async Task The_issuer_decides_on_the_tenant(string issuer, string role, string? tenant, string charts)
    {
        await using var host = await RecipeHost.StartAsync(MultiTenant.RunOneTrust, "multi-tenant");
        using var client = host.Connect().With(TokenOf(host, issuer, role, tenant));

        (await client.GetStringAsync("/charts")).Should().Be(charts);

        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).Once().Issuer.Should().Be(issuer);
    }

    [Theory]
    [InlineData("https://idp.south.example", "physician", null, HttpStatusCode.Forbidden, JwtErrorCode.PermissionMissing)]
    [InlineData(Shared, "physician", "north", HttpStatusCode.Unauthorized, JwtErrorCode.ClaimValueNotAllowed)]
    public async Task A_tenant_cannot_take_the_place_of_another(
        string issuer, string role, string? tenant, HttpStatusCode status, JwtErrorCode reason)
    {
        await using var host = await RecipeHost.StartAsync(MultiTenant.RunOneTrust, "multi-tenant");
        using var client = host.Connect().With(TokenOf(host, issuer, role, tenant));

        using var response = await client.GetAsync("/charts");

        response.StatusCode.Should().Be(status);
        host.GetAuditRecorder().Events.Should().ContainSingle().Which.ReasonCode.Should().Be(reason);
    }

    [Fact]
    public async Task A_named_trust_keeps_partners_at_their_endpoints()
    {
        await using var host = await RecipeHost.StartWithSettingsAsync(
            MultiTenant.RunNamedTrusts, RecipeHost.SettingsOf("multi-tenant", 1));
        using var partner = host.Connect().As("dr.lee", roles: ["referrer", "physician"], trust: "partners");
        using var own = host.Connect().As("dr.rivera", roles: ["referrer", "physician"]);

        (await partner.GetStringAsync("/referrals")).Should().Be("referrals");
        (await own.GetStringAsync("/charts")).Should().Be("charts of north");
        (await StatusAsync(partner, "/charts")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(own, "/referrals")).Should().Be(HttpStatusCode.Unauthorized);

        host.GetAuditRecorder().Events.Select(recorded => (recorded.Type, recorded.Subject, recorded.ReasonCode)).Should().Equal(
            (AuditEventType.AccessGranted, "dr.lee", JwtErrorCode.None),
            (AuditEventType.AccessGranted, "dr.rivera", JwtErrorCode.None),
            (AuditEventType.TokenRejected, null, JwtErrorCode.KeyNotFound),
            (AuditEventType.TokenRejected, null, JwtErrorCode.KeyNotFound));
    }

    private static string TokenOf(RecipeHost host, string issuer, string role, string? tenant) => host.GetTestIssuer(issuer)
        .CreateToken("user-1", roles: [role], claims: tenant is null ? null : new() { ["tenant"] = tenant });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
