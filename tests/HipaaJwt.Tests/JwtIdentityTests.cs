using System.Security.Claims;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests;

public sealed class JwtIdentityTests : IDisposable
{
    private const string MicrosoftRole = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Claims_keep_their_names_and_have_value_types()
    {
        var principal = (await AcceptAsync(claims =>
        {
            claims["list"] = new JsonArray("a", 1, null, true);
            claims["object"] = new JsonObject { ["x"] = 1 };
            claims["nothing"] = null;
            claims["big"] = 1e300;
            claims["flag"] = false;
        })).CreatePrincipal();

        principal.Claims.Select(claim => $"{claim.Type}={claim.Value} {claim.ValueType.Split('#')[^1]}").Should().Contain(
        [
            "sub=user-42 string",
            "exp=1768479000 integer64",
            "list=a string",
            "list=1 integer64",
            "list=true boolean",
            "flag=false boolean",
            "object={\"x\":1} JSON",
            "big=1E+300 double",
        ]);
        principal.HasClaim(claim => claim.Type == "nothing").Should().BeFalse();
        principal.Claims.Should().OnlyContain(claim => claim.Issuer == TestIssuer.Name && claim.OriginalIssuer == TestIssuer.Name);
    }

    [Fact]
    public async Task Names_and_roles_come_from_the_token_without_mapping()
    {
        var token = await AcceptAsync(claims => claims[MicrosoftRole] = "administrator");
        var principal = token.CreatePrincipal("Test");

        principal.Identity!.Name.Should().Be("user-42");
        principal.Identity.IsAuthenticated.Should().BeTrue();
        principal.Identity.AuthenticationType.Should().Be("Test");
        principal.IsInRole("physician").Should().BeTrue();
        principal.IsInRole("administrator").Should().BeFalse();
    }

    [Fact]
    public async Task Claims_of_the_token_can_be_removed_and_the_token_stays_the_same()
    {
        var token = await AcceptAsync(claims => claims["roles"] = new JsonArray("physician", "nurse"));
        var identity = (ClaimsIdentity)token.CreatePrincipal().Identity!;
        identity.AddClaim(new Claim("added", "1"));

        foreach (var claim in identity.FindAll("roles"))
        {
            identity.RemoveClaim(claim);
        }

        identity.RemoveClaim(identity.FindFirst("added"));
        identity.TryRemoveClaim(identity.FindFirst("jti")).Should().BeTrue();
        foreach (var remaining in new[] { identity, identity.Clone() })
        {
            remaining.Claims.Select(claim => claim.Type).Should().NotContain(["roles", "added", "jti"]).And.Contain("sub");
            remaining.Claims.Should().OnlyContain(claim => claim.Subject == remaining);
        }

        token.Roles.Should().Equal("physician", "nurse");
        identity.Invoking(removed => removed.RemoveClaim(new Claim("roles", "nurse"))).Should().Throw<InvalidOperationException>();
        identity.TryRemoveClaim(null).Should().BeFalse();
    }

    [Fact]
    public async Task Added_claims_change_neither_the_token_nor_other_principals()
    {
        var token = await AcceptAsync(_ => { });
        var principal = token.CreatePrincipal();
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("roles", "administrator"));

        principal.IsInRole("administrator").Should().BeTrue();
        principal.Clone().IsInRole("administrator").Should().BeTrue();
        principal.Clone().FindAll("roles").Should().HaveCount(2);
        token.CreatePrincipal().IsInRole("administrator").Should().BeFalse();
        ((JwtIdentity)principal.Identity).Token.Should().BeSameAs(token);
        ((JwtIdentity)principal.Clone().Identity!).Token.Should().BeSameAs(token);
    }

    [Theory]
    [InlineData("groups")]
    [InlineData("realm_access.roles")]
    [InlineData("https://clinic.example/roles")]
    public async Task The_roles_that_RolesFrom_reads_are_roles_of_the_principal(string path)
    {
        var principal = (await AcceptAsync(
            claims =>
            {
                claims["groups"] = new JsonArray("surgeon", "physician", 7);
                claims["realm_access"] = new JsonObject { ["roles"] = new JsonArray("surgeon") };
                claims["https://clinic.example/roles"] = "surgeon";
                claims["roles"] = new JsonArray("administrator");
            },
            path)).CreatePrincipal();
        var identity = (JwtIdentity)principal.Identity!;

        foreach (var each in new[] { principal, principal.Clone() })
        {
            each.IsInRole("surgeon").Should().BeTrue();
            each.IsInRole("Surgeon").Should().BeFalse();
            each.IsInRole("7").Should().BeFalse();
            each.IsInRole("administrator").Should().BeFalse("RolesFrom does not read this claim");
        }

        principal.FindAll(identity.RoleClaimType).Select(claim => claim.Value).Should().Contain(identity.Token.Roles);
        principal.FindAll(identity.RoleClaimType).Should().OnlyHaveUniqueItems(claim => claim.Value);
        identity.AddClaim(new Claim(identity.RoleClaimType, "administrator"));
        principal.IsInRole("administrator").Should().BeTrue();
    }

    [Fact]
    public async Task Roles_of_several_claims_are_roles_of_the_principal_and_a_string_is_one_role()
    {
        var principal = (await AcceptAsync(
            claims =>
            {
                claims["roles"] = "physician nurse";
                claims["groups"] = new JsonArray("surgeon");
            },
            "roles",
            "groups")).CreatePrincipal();

        new[] { "physician nurse", "surgeon" }.Should().OnlyContain(role => principal.IsInRole(role));
        principal.IsInRole("physician").Should().BeFalse();
    }

    [Fact]
    public async Task The_name_and_the_roles_can_come_from_other_claims()
    {
        var token = await AcceptAsync(claims =>
        {
            claims["preferred_username"] = "dr.no";
            claims["groups"] = new JsonArray("surgeon");
        });

        var principal = token.CreatePrincipal("Test", "preferred_username", "groups");

        principal.Identity!.AuthenticationType.Should().Be("Test");
        foreach (var each in new[] { principal, principal.Clone() })
        {
            each.Identity!.Name.Should().Be("dr.no");
            each.IsInRole("surgeon").Should().BeTrue();
            each.IsInRole("physician").Should().BeFalse();
        }

        token.CreatePrincipal("Test", null, "roles").IsInRole("physician").Should().BeTrue();
        token.CreatePrincipal("Test", null, null).Identity!.Name.Should().Be("user-42");
        token.CreatePrincipal("Test", "nickname", null).Identity!.Name.Should().BeNull();
    }

    private async Task<ValidatedJwt> AcceptAsync(Action<JsonObject> change, params string[] rolesFrom)
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddPermissions(map =>
        {
            if (rolesFrom.Length > 0)
            {
                map.RolesFrom(rolesFrom);
            }
        }));
        var result = await host.ValidateAsync(_issuer.Token(claims: change));
        result.Error.Should().Be(JwtError.None);
        return result.Token!;
    }
}
