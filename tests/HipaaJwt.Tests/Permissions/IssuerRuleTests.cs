using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Permissions;

/// <summary>Rules that are bound to one of several issuers.</summary>
public sealed class IssuerRuleTests : IDisposable
{
    private const string Staff = TestIssuer.Name;
    private const string Patients = "https://patients.example";

    private readonly TestIssuer _staff = new();
    private readonly TestIssuer _patients = new();

    public void Dispose()
    {
        _staff.Dispose();
        _patients.Dispose();
    }

    [Fact]
    public async Task A_role_of_another_issuer_grants_nothing()
    {
        await using var host = Host(map => map
            .ForIssuer(Staff, staff => staff
                .Role("physician").Grants("chart:write")
                .Flag("is_admin").Grants("user:manage")
                .Claim("department", "pharmacy").Grants("prescription:read")
                .Scope("chart.read").Grants("chart:read"))
            .Role("patient").Grants("own:read"));

        (await GrantedAsync(host, Staff, Claim)).Should().Be("own:read chart:write user:manage prescription:read chart:read");
        (await GrantedAsync(host, Patients, Claim)).Should().Be("own:read");

        static void Claim(JsonObject claims)
        {
            claims["roles"] = new JsonArray("physician", "patient");
            claims["is_admin"] = true;
            claims["department"] = "pharmacy";
        }
    }

    [Fact]
    public async Task Rules_of_two_issuers_for_the_same_role_grant_different_permissions()
    {
        await using var host = Host(map => map
            .ForIssuer(Staff, own => own.Role("physician").Grants("chart:write"))
            .ForIssuer(Patients, own => own.Role("physician").Grants("own:read"))
            .ForIssuer(Staff, own => own.Role("physician").Grants("chart:read")));

        (await GrantedAsync(host, Staff)).Should().Be("chart:write chart:read");
        (await GrantedAsync(host, Patients)).Should().Be("own:read");
        host.Services.GetRequiredService<PermissionCatalog>().Should().Equal("chart:write", "chart:read", "own:read");
    }

    [Fact]
    public async Task Claims_of_roles_and_scopes_can_differ_by_issuer()
    {
        await using var host = Host(map => map
            .RolesFrom("groups")
            .Role("a").Grants("one")
            .Scope("s").Grants("two")
            .ForIssuer(Patients, own => own.RolesFrom("realm_access.roles").ScopesFrom("rights").Know("three")));

        (await GrantedAsync(host, Staff, Claim)).Should().BeEmpty();
        (await GrantedAsync(host, Patients, Claim)).Should().Be("one two");
        (await TokenAsync(host, Staff, Claim)).Roles.Should().Equal("b");
        (await TokenAsync(host, Patients, Claim)).Roles.Should().Equal("a");
        host.Services.GetRequiredService<PermissionCatalog>().Contains("three").Should().BeTrue();

        static void Claim(JsonObject claims)
        {
            claims["groups"] = "b";
            claims["realm_access"] = new JsonObject { ["roles"] = new JsonArray("a") };
            claims["rights"] = "r s";
        }
    }

    [Fact]
    public async Task A_cached_token_keeps_the_permissions_of_its_issuer()
    {
        await using var host = Host(map => map.ForIssuer(Staff, own => own.Role("physician").Grants("chart:write")));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await GrantedAsync(host, Patients)).Should().BeEmpty();
            (await GrantedAsync(host, Staff)).Should().Be("chart:write");
        }
    }

    [Theory]
    [InlineData("https://idp.hospital.example/")]
    [InlineData("https://IDP.hospital.example")]
    [InlineData("http://idp.hospital.example")]
    [InlineData("idp.hospital.example")]
    [InlineData("*")]
    public async Task An_issuer_that_is_not_trusted_is_a_problem_at_start(string issuer)
    {
        await using var host = Host(map => map.ForIssuer(issuer, own => own.Role("physician").Grants("chart:write")));

        host.Invoking(it => it.Validator).Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            $"ForIssuer(\"{issuer}\") names \"{issuer}\", which is not a trusted issuer. "
            + $"Write a trusted issuer exactly as in Issuers: \"{Staff}\", \"{Patients}\".");
    }

    [Fact]
    public async Task An_issuer_of_another_trust_is_a_problem_at_start()
    {
        await using var host = new TestHost(_staff, build: builder => builder.Services
            .AddHipaaJwt("patients", options => options.Issuers.Add(Trust(_patients)))
            .AddPermissions(map => map.ForIssuer(Staff, own => own.Role("a").Grants("p"))));

        host.Services.Invoking(it => it.GetRequiredKeyedService<IJwtValidator>("patients")).Should().Throw<OptionsValidationException>()
            .WithMessage($"*ForIssuer(\"{Staff}\")*");
        host.Invoking(it => it.Validator).Should().NotThrow();
    }

    [Fact]
    public void A_call_inside_another_call_throws()
    {
        var map = new PermissionMapBuilder();

        map.Invoking(it => it.ForIssuer(Staff, own => own.ForIssuer(Patients, _ => { }))).Should().Throw<InvalidOperationException>()
            .WithMessage($"ForIssuer(\"{Patients}\") is inside ForIssuer(\"{Staff}\"), so no token could match both. *");
        map.Invoking(it => it.ForIssuer("", _ => { })).Should().Throw<ArgumentException>();
        map.Invoking(it => it.ForIssuer(null!, _ => { })).Should().Throw<ArgumentNullException>();
        map.Invoking(it => it.ForIssuer(Staff, null!)).Should().Throw<ArgumentNullException>();
    }

    private static TrustedIssuer Trust(TestIssuer issuer) => issuer.Trust(trust =>
    {
        trust.Issuer = Patients;
        trust.SigningKeys.Clear();
        trust.SigningKeys.Add(new Microsoft.IdentityModel.Tokens.ECDsaSecurityKey(issuer.Key) { KeyId = "patients-1" });
    });

    private static async Task<ValidatedJwt> ValidateAsync(TestHost host, string token) => (await host.ValidateAsync(token)).Token!;

    private TestHost Host(Action<PermissionMapBuilder> map) => new(
        _staff, options: options => options.Issuers.Add(Trust(_patients)), build: builder => builder.AddPermissions(map));

    private Task<ValidatedJwt> TokenAsync(TestHost host, string issuer, Action<JsonObject>? claims = null) => ValidateAsync(
        host,
        issuer == Staff
            ? _staff.Token(claims: claims)
            : _patients.Token(
                header => header["kid"] = "patients-1",
                all =>
                {
                    all["iss"] = Patients;
                    claims?.Invoke(all);
                }));

    private async Task<string> GrantedAsync(TestHost host, string issuer, Action<JsonObject>? claims = null) =>
        (await TokenAsync(host, issuer, claims)).Permissions.ToString();
}
