using System.Security.Cryptography;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.Tests.Logout;

/// <summary>Which issuers can log out, and by which claims.</summary>
public sealed class LogoutTrustTests
{
    private const string Partner = "https://idp.partner.example";

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 400)]
    public async Task The_issuers_of_all_trusts_with_audiences_can_log_out(bool hasAudiences, int status)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var lab = await LogoutLab.StartAsync(configure: builder => builder.Services.AddHipaaJwt(
            "partners", options => options.Issuers.Add(CreatePartner(key, hasAudiences))));
        var claims = LogoutLab.Claims();
        claims["iss"] = Partner;

        var token = RawToken.Sign(LogoutLab.Header().ToJsonString(), claims.ToJsonString(), RawToken.Es256(key));

        (await lab.LogOutAsync(token)).Status.Should().Be(status);
        (await lab.ChartStatusAsync(lab.AccessToken())).Should().Be(200, "the session of another issuer has the same name");
        lab.Revocations.Count.Should().Be(hasAudiences ? 1 : 0);
    }

    [Fact]
    public async Task An_issuer_cannot_log_out_for_another()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var lab = await LogoutLab.StartAsync(configure: builder => builder.Services.AddHipaaJwt(
            options => options.Issuers.Add(CreatePartner(key, hasAudiences: true))));

        var token = RawToken.Sign(LogoutLab.Header().ToJsonString(), LogoutLab.Claims().ToJsonString(), RawToken.Es256(key));

        (await lab.LogOutAsync(token)).Status.Should().Be(400);
        lab.Revocations.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_subject_is_revoked_by_the_claim_that_names_it_in_access_tokens()
    {
        await using var lab = await LogoutLab.StartAsync(issuer => issuer.SubjectClaim = "oid");
        var access = lab.Issuer.Token(claims: claims => claims["oid"] = "object-7");

        (await lab.LogOutAsync(lab.LogoutToken(claims => claims.Remove("sid")))).Status.Should().Be(400);
        (lab.Server.Events[^1].ReasonCode, lab.Server.Events[^1].ReasonMember).Should().Be((JwtErrorCode.ClaimMissing, "oid"));
        (await lab.ChartStatusAsync(access)).Should().Be(200);

        var token = lab.LogoutToken(claims =>
        {
            claims.Remove("sid");
            (claims["oid"], claims["jti"]) = ("object-7", "logout-2");
        });
        (await lab.LogOutAsync(token)).Status.Should().Be(200);
        (await lab.ChartStatusAsync(access)).Should().Be(401);
    }

    [Fact]
    public async Task An_alias_of_the_issuer_ends_the_sessions_of_the_issuer()
    {
        await using var lab = await LogoutLab.StartAsync(issuer => issuer.IssuerAliases.Add("idp.hospital.example"));

        (await lab.LogOutAsync(lab.LogoutToken(claims => claims["iss"] = "idp.hospital.example"))).Status.Should().Be(200);

        (await lab.ChartStatusAsync(lab.AccessToken())).Should().Be(401);
    }

    [Fact]
    public async Task A_key_that_the_issuer_has_just_published_is_downloaded()
    {
        await using var provider = await OpenIddictProvider.StartAsync();
        await using var lab = await LogoutLab.StartAsync(issuer =>
        {
            issuer.SigningKeys.Clear();
            issuer.MetadataAddress = provider.MetadataAddress;
            issuer.Issuer = provider.Issuer;
        });
        var requests = provider.KeyRequests;

        // The signature is not valid, but the unknown key causes a download like that of an access token.
        var token = lab.LogoutToken(claims => claims["iss"] = provider.Issuer, header => header["kid"] = "new");

        (await lab.LogOutAsync(token)).Status.Should().Be(400);
        provider.KeyRequests.Should().BeGreaterThan(requests);
    }

    private static TrustedIssuer CreatePartner(ECDsa key, bool hasAudiences)
    {
        var partner = new TrustedIssuer
        {
            Issuer = Partner,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(key) { KeyId = TestIssuer.KeyId } },
        };
        if (hasAudiences)
        {
            partner.LogoutAudiences.Add(LogoutLab.ClientId);
        }

        return partner;
    }
}
