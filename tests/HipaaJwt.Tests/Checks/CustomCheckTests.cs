using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Checks;

public sealed class CustomCheckTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_check_can_reject_a_token_by_its_claims()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddClaimCheck<WardCheck>());

        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimRefused, "ward"));
        (await host.ValidateAsync(_issuer.Token(claims: claims => claims["ward"] = "7b"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_check_that_throws_rejects_the_token_as_unavailable()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddClaimCheck<ThrowingCheck>());

        var result = await host.ValidateAsync(_issuer.Token());

        result.Error.Should().Be(new JwtError(JwtErrorCode.CheckUnavailable));
        result.Error.IsUnavailable.Should().BeTrue();
    }

    [Fact]
    public async Task A_check_does_not_run_for_a_token_that_is_already_rejected()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddClaimCheck<ThrowingCheck>());

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove("jti")))).Error.Code.Should().Be(JwtErrorCode.ClaimMissing);
    }

    [Fact]
    public async Task Checks_run_in_the_order_of_registration()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddClaimCheck<WardCheck>().AddClaimCheck<ThrowingCheck>());

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.ClaimRefused);
        (await host.ValidateAsync(_issuer.Token(claims: claims => claims["ward"] = "7b"))).Error.Code
            .Should().Be(JwtErrorCode.CheckUnavailable);
    }

    private sealed class WardCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
        {
            context.Issuer.Should().Be(TestIssuer.Name);
            context.Now.Should().Be(TestIssuer.Now);
            context.ClockSkew.Should().Be(TimeSpan.FromSeconds(30));
            return claims.TryGetString("ward", out var ward) && ward == "7b"
                ? JwtError.None
                : new JwtError(JwtErrorCode.ClaimRefused, "ward");
        }
    }

    private sealed class ThrowingCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) => throw new InvalidOperationException(claims.Subject);
    }
}
