using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the programs of docs/recipes/multi-tenant.md.</summary>
public sealed class MultiTenantTests
{
    private const string North = "https://idp.north.example";
    private const string South = "https://idp.south.example";
    private const string Shared = "https://shared.example";

    [Fact]
    public async Task The_issuer_decides_on_the_tenant()
    {
        (string Issuer, string Role, string? Tenant, string Charts)[] users =
        [
            (North, "physician", null, "charts of north"),
            (South, "doctors", null, "charts of south"),
            (Shared, "physician", "east", "charts of east"),
            (Shared, "physician", "west", "charts of west"),
        ];
        await using var host = await RecipeHost.StartAsync(MultiTenant.RunOneTrust, "multi-tenant");

        foreach (var user in users)
        {
            using var client = host.Connect().With(TokenOf(host, user.Issuer, user.Role, user.Tenant));
            (await client.GetStringAsync("/charts")).Should().Be(user.Charts);
        }

        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).Events.Select(recorded => recorded.Issuer)
            .Should().Equal(users.Select(user => user.Issuer));
    }

    [Fact]
    public async Task A_tenant_cannot_take_the_place_of_another()
    {
        await using var host = await RecipeHost.StartAsync(MultiTenant.RunOneTrust, "multi-tenant");
        using var role = host.Connect().With(TokenOf(host, South, "physician", null));
        using var claim = host.Connect().With(TokenOf(host, Shared, "physician", "north"));

        (await StatusAsync(role, "/charts")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(claim, "/charts")).Should().Be(HttpStatusCode.Unauthorized);

        host.GetAuditRecorder().Events.Select(recorded => recorded.ReasonCode)
            .Should().Equal(JwtErrorCode.PermissionMissing, JwtErrorCode.ClaimValueNotAllowed);
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
