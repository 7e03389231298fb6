using System.Net;
using System.Security.Cryptography;
using HipaaJwt.Testing.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Testing.Tests.Tokens;

/// <summary>Tokens are as the options of the application demand.</summary>
public sealed class TokenShapeTests
{
    public static TheoryData<string> Presets => ["EntraId", "Okta", "Auth0", "Keycloak", "Cognito"];

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task An_application_with_a_preset_accepts_the_tokens_and_asks_no_provider(string preset)
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(Create(preset)));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", response);
    }

    [Theory]
    [InlineData("realm_access.roles")]
    [InlineData("groups")]
    public async Task Roles_are_where_the_permission_map_reads_them(string claim)
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf()),
            permissions: map => map.RolesFrom(claim).Role("physician").Grants("chart:read"));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["nurse", "physician"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Roles_can_be_the_keys_of_an_object_for_one_issuer()
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf()),
            permissions: map => map.Role("physician").Grants("chart:read")
                .ForIssuer(TestApp.Issuer, own => own.RolesFrom(ClaimSource.ObjectKeys("project.roles"))));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Scopes_grant_permissions_too()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("scheduler", scopes: ["openid", "chart.read"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_issuer_that_requires_encryption_gets_encrypted_tokens()
    {
        using var rsa = RSA.Create(2048);
        await using var app = WithDecryption(
            new RsaSecurityKey(rsa) { KeyId = "enc" }, JweAlgorithm.RsaOaep256, JweEncryption.A256Gcm, true);
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
        factory.GetTestIssuer().CreateToken("dr.rivera").Split('.').Should().HaveCount(5);
    }

    [Theory]
    [InlineData(JweAlgorithm.EcdhEs, JweEncryption.A128Gcm)]
    [InlineData(JweAlgorithm.EcdhEsA256Kw, JweEncryption.A256CbcHs512)]
    public async Task A_token_can_be_encrypted_to_a_key_on_a_curve(JweAlgorithm algorithm, JweEncryption encryption)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(key) { KeyId = "enc" });
        await using var app = WithDecryption(jwk, algorithm, encryption, false);
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient()
            .With(factory.GetTestIssuer().CreateEncryptedToken("dr.rivera", roles: ["physician"]));

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void Without_a_decryption_key_no_token_can_be_encrypted()
    {
        using var issuer = new TestTokenIssuer();

        var encrypt = () => issuer.CreateEncryptedToken("dr.rivera");

        encrypt.Should().Throw<InvalidOperationException>().WithMessage("The host has no decryption key, *Decryption:Keys*");
    }

    [Fact]
    public async Task Claims_replace_and_null_removes()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        var issuer = factory.GetTestIssuer();
        using var renamed = factory.CreateClient()
            .With(issuer.CreateToken("dr.rivera", ["physician"], claims: new() { ["sub"] = "dr.lee" }));
        using var without = factory.CreateClient().With(issuer.CreateToken("dr.rivera", ["physician"], claims: new() { ["jti"] = null }));

        (await renamed.GetStringAsync("/chart")).Should().Be("dr.lee");
        (await without.GetAsync("/chart")).Headers.GetValues("HipaaJwt-Testing-Reason").Should().Equal("503 ClaimMissing (jti)");
    }

    private static TestApp WithDecryption(SecurityKey key, JweAlgorithm algorithm, JweEncryption encryption, bool isRequired) =>
        TestApp.WithTrust(options =>
        {
            options.Issuers.Add(TestApp.TrustOf(issuer => issuer.RequireEncryption = isRequired));
            options.Decryption.Keys.Add(key);
            options.Decryption.KeyManagementAlgorithms.Add(algorithm);
            options.Decryption.ContentEncryptionAlgorithms.Add(encryption);
        });

    private static TrustedIssuer Create(string preset) => preset switch
    {
        "EntraId" => TrustedIssuer.ForEntraId("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "11111111-2222-3333-4444-555555555555"),
        "Okta" => TrustedIssuer.ForOkta("clinic.okta.com", "https://charts.hospital.example"),
        "Auth0" => TrustedIssuer.ForAuth0("clinic.eu.auth0.com", "https://charts.hospital.example"),
        "Keycloak" => TrustedIssuer.ForKeycloak("https://idp.hospital.example", "clinic", "charts"),
        "Cognito" => TrustedIssuer.ForCognito("eu-central-1", "eu-central-1_Abc123456", "client-1"),
        _ => throw new ArgumentException("The preset is unknown.", nameof(preset)),
    };
}
