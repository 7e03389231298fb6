using System.Net;
using HipaaJwt.Testing.Tests.Support;

namespace HipaaJwt.Testing.Tests.Tokens;

public sealed class WrongTokenTests : IAsyncDisposable
{
    private readonly TestApp _app = TestApp.WithTrust(
        options => options.Issuers.Add(TestApp.TrustOf()), builder => builder.AddMemoryStores());

    public static TheoryData<string, JwtErrorCode> WrongTokens => new()
    {
        { nameof(WrongTokenExtensions.CreateExpiredToken), JwtErrorCode.TokenExpired },
        { nameof(WrongTokenExtensions.CreateNotYetValidToken), JwtErrorCode.TokenNotYetValid },
        { nameof(WrongTokenExtensions.CreateTokenForOtherAudience), JwtErrorCode.AudienceNotAllowed },
        { nameof(WrongTokenExtensions.CreateTokenOfOtherIssuer), JwtErrorCode.IssuerNotAllowed },
        { nameof(WrongTokenExtensions.CreateForgedToken), JwtErrorCode.SignatureInvalid },
        { nameof(WrongTokenExtensions.CreateTamperedToken), JwtErrorCode.SignatureInvalid },
        { nameof(WrongTokenExtensions.CreateTokenWithAlgorithmNone), JwtErrorCode.TokenNotCompact },
        { nameof(WrongTokenExtensions.CreateUnsignedToken), JwtErrorCode.TokenNotCompact },
        { nameof(WrongTokenExtensions.CreateTokenWithoutId), JwtErrorCode.ClaimMissing },
        { nameof(WrongTokenExtensions.CreateIdToken), JwtErrorCode.TokenTypeNotAllowed },
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task A_wrong_token_is_rejected_for_the_reason_that_its_name_says(string kind, JwtErrorCode reason)
    {
        await using var factory = _app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().With(Create(factory.GetTestIssuer(), kind));

        var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(reason).For("GET /chart");
    }

    [Fact]
    public async Task A_revoked_token_is_rejected()
    {
        await using var factory = _app.WithHipaaJwtTesting();
        var issuer = factory.GetTestIssuer();
        using var revoked = factory.CreateClient().With(await issuer.CreateRevokedTokenAsync("dr.rivera", roles: ["physician"]));
        using var other = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await revoked.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await other.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);

        factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenRevoked).Once();
    }

    [Fact]
    public async Task Without_a_store_of_revocations_no_token_can_be_revoked()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();

        var revoke = () => factory.GetTestIssuer().CreateRevokedTokenAsync("dr.rivera");

        await revoke.Should().ThrowAsync<InvalidOperationException>().WithMessage("*AddMemoryStores()*");
    }

    [Fact]
    public void A_wrong_token_needs_a_subject()
    {
        using var issuer = new TestTokenIssuer();

        var create = () => issuer.CreateExpiredToken(string.Empty);

        create.Should().Throw<ArgumentException>();
    }

    private static string Create(TestTokenIssuer issuer, string kind) => kind switch
    {
        nameof(WrongTokenExtensions.CreateExpiredToken) => issuer.CreateExpiredToken("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateNotYetValidToken) => issuer.CreateNotYetValidToken("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateTokenForOtherAudience) => issuer.CreateTokenForOtherAudience("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateTokenOfOtherIssuer) => issuer.CreateTokenOfOtherIssuer("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateForgedToken) => issuer.CreateForgedToken("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateTamperedToken) => issuer.CreateTamperedToken("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateTokenWithAlgorithmNone) => issuer.CreateTokenWithAlgorithmNone("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateUnsignedToken) => issuer.CreateUnsignedToken("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateTokenWithoutId) => issuer.CreateTokenWithoutId("dr.rivera", ["physician"]),
        nameof(WrongTokenExtensions.CreateIdToken) => issuer.CreateIdToken("dr.rivera", ["physician"]),
        _ => throw new ArgumentException("The kind is unknown.", nameof(kind)),
    };
}
