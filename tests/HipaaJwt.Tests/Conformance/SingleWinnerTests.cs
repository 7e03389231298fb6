using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 23 and 36: one-time use with 64 concurrent callers and with signature variants.</summary>
public sealed class SingleWinnerTests : IDisposable
{
    private const int Callers = 64;

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task Accepts_exactly_one_of_64_concurrent_uses_of_a_token(int cacheCapacity)
    {
        await using var host = Host(cacheCapacity);
        for (var round = 0; round < 10; round++)
        {
            var token = _issuer.Token(claims: claims => claims["jti"] = $"round-{round}");

            var codes = await ConcurrentlyAsync(_ => host.ValidateAsync(token));

            codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
            codes.Count(code => code == JwtErrorCode.TokenReplayed).Should().Be(Callers - 1);
        }
    }

    [Fact]
    public async Task Accepts_exactly_one_of_64_concurrent_uses_of_a_proof()
    {
        await using var host = new TestHost(_issuer);
        using var client = new DPoPClient();
        var token = _issuer.Token(claims: client.Bind);
        for (var round = 0; round < 10; round++)
        {
            var request = new JwtValidationRequest
            {
                DPoPProof = client.Proof(token),
                HttpMethod = "GET",
                HttpUri = new Uri(DPoPClient.Address),
            };

            var codes = await ConcurrentlyAsync(_ => host.Validator.ValidateAsync(token, request));

            codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
            codes.Count(code => code == JwtErrorCode.ProofReplayed).Should().Be(Callers - 1);
        }
    }

    [Fact]
    public async Task Accepts_a_token_and_its_signature_variant_only_once()
    {
        await using var host = Host(4096);
        var token = _issuer.Token();

        var codes = await ConcurrentlyAsync(caller => host.ValidateAsync(caller % 2 == 0 ? token : AlternateSignature.Of(token)));

        codes.Count(code => code == JwtErrorCode.None).Should().Be(1);
        codes.Count(code => code == JwtErrorCode.TokenReplayed).Should().Be(Callers - 1);
    }

    [Fact]
    public async Task Accepts_the_signature_variant_without_one_time_use()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(AlternateSignature.Of(token))).IsValid.Should().BeTrue();
        AlternateSignature.Of(token).Should().NotBe(token);
    }

    private static Task<JwtErrorCode[]> ConcurrentlyAsync(Func<int, ValueTask<JwtValidationResult>> validate)
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

    private TestHost Host(int cacheCapacity) =>
        new(_issuer, trust => trust.RequireSingleUse = true, options => options.TokenCache.Capacity = cacheCapacity);
}
