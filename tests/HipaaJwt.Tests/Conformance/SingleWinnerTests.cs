using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 23 and 36: one use is one use, for 64 callers at once and for twins of signatures.</summary>
public sealed class SingleWinnerTests : IDisposable
{
    private const int Callers = 64;

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task Of_sixty_four_callers_with_one_token_exactly_one_is_accepted(int cacheCapacity)
    {
        await using var host = Host(cacheCapacity);
        for (var round = 0; round < 10; round++)
        {
            var token = _issuer.Token(claims: claims => claims["jti"] = $"round-{round}");

            var codes = await AtOnceAsync(_ => host.ValidateAsync(token));

            codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
            codes.Count(code => code == JwtErrorCode.TokenReplayed).Should().Be(Callers - 1);
        }
    }

    [Fact]
    public async Task Of_sixty_four_callers_with_one_proof_exactly_one_is_accepted()
    {
        await using var host = new TestHost(_issuer);
        using var client = new DPoPClient();
        var token = _issuer.Token(claims: client.Bind);
        for (var round = 0; round < 10; round++)
        {
            var request = new JwtValidationRequest { DPoPProof = client.Proof(token), HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };

            var codes = await AtOnceAsync(_ => host.Validator.ValidateAsync(token, request));

            codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
            codes.Count(code => code == JwtErrorCode.ProofReplayed).Should().Be(Callers - 1);
        }
    }

    [Fact]
    public async Task A_token_and_its_twin_are_one_token()
    {
        await using var host = Host(4096);
        var token = _issuer.Token();

        var codes = await AtOnceAsync(caller => host.ValidateAsync(caller % 2 == 0 ? token : AlternateSignature.Of(token)));

        codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
        codes.Count(code => code == JwtErrorCode.TokenReplayed).Should().Be(Callers - 1);
    }

    [Fact]
    public async Task Without_one_time_use_the_twin_is_as_good_as_the_token()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(AlternateSignature.Of(token))).IsValid.Should().BeTrue();
        AlternateSignature.Of(token).Should().NotBe(token);
    }

    private static Task<JwtErrorCode[]> AtOnceAsync(Func<int, ValueTask<JwtValidationResult>> validate)
    {
        var start = new Barrier(Callers);
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return validate(caller).AsTask().GetAwaiter().GetResult().Error.Code;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private TestHost Host(int cacheCapacity) => new(_issuer, trust => trust.RequireSingleUse = true, options => options.TokenCache.Capacity = cacheCapacity);
}
