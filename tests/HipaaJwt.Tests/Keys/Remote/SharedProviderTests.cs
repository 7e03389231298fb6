using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>Many tenants of one provider, with the same keys.</summary>
public sealed class SharedProviderTests : IDisposable
{
    private const int Tenants = 200;

    private readonly TestIssuer _issuer = new();
    private readonly List<RSA> _keys = [.. Enumerable.Range(0, 6).Select(_ => RSA.Create(2048))];

    public void Dispose()
    {
        _issuer.Dispose();
        _keys.ForEach(key => key.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_tenants_are_ready_after_one_request_to_each_address(bool byMetadata)
    {
        await using var provider = await StartProviderAsync();
        await using var host = Host(TimeProvider.System, provider, byMetadata);
        foreach (var service in host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        await WaitForKeysAsync(host);
        var results = await ValidateAllAsync(host, TimeProvider.System);

        results.Should().OnlyContain(result => result.IsValid);
        provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
        provider.Requests.Should().HaveCount(byMetadata ? Tenants + 1 : 1).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tenants_share_the_verifiers_of_equal_keys(bool sameAddress)
    {
        await using var provider = await StartProviderAsync();
        await using var host = Host(_issuer.Time, provider, byMetadata: false, sameAddress);
        await ValidateAllAsync(host, _issuer.Time);

        var keys = host.Services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty).Current.Keys.Keys;

        keys.Should().HaveCount(Tenants * _keys.Count);
        keys.Select(VerifierOf).Distinct().Should().HaveCount(_keys.Count);
    }

    [Fact]
    public async Task A_leak_withdraws_the_key_of_all_tenants()
    {
        await using var provider = await StartProviderAsync();
        await using var host = Host(_issuer.Time, provider, byMetadata: false);
        (await ValidateAllAsync(host, _issuer.Time)).Should().OnlyContain(result => result.IsValid);

        var leaked = Jwk.Of(_keys[0].ExportParameters(false), "rsa-0");
        leaked["d"] = RawToken.Base64(_keys[0].ExportParameters(true).D);
        var set = new JsonObject { ["keys"] = new JsonArray(leaked) }.ToJsonString();
        provider.Instead = context => KeyProvider.WriteAsync(context, set);
        _issuer.Time.Advance(TimeSpan.FromMinutes(5));
        await host.Services.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All[0].RefreshAsync(CancellationToken.None);

        foreach (var tenant in new[] { 0, 1, Tenants - 1 })
        {
            (await host.ValidateAsync(Token(tenant, _issuer.Time.GetUtcNow()))).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_download_continues_if_the_issuer_that_started_it_is_removed()
    {
        await using var provider = await StartProviderAsync();
        var answer = new TaskCompletionSource();
        provider.Instead = async context =>
        {
            await answer.Task.WaitAsync(context.RequestAborted);
            await KeyProvider.WriteAsync(context, provider.KeySet());
        };
        await using var host = Host(_issuer.Time, provider, byMetadata: false);
        var client = host.Services.GetRequiredService<ThrottledJwksClient>();
        using var first = new CancellationTokenSource();
        var address = new Uri(provider.Address + KeyProvider.KeysPath);

        var cancelled = client.GetAsync(address, first.Token);
        var other = client.GetAsync(address, CancellationToken.None);
        await provider.ArrivalAsync();
        await first.CancelAsync();
        (await cancelled).Outcome.Should().Be(JwksFetchOutcome.TimedOut);
        answer.SetResult();

        (await other).Outcome.Should().Be(JwksFetchOutcome.Fetched);
        provider.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_download_ends_after_five_seconds_even_if_no_caller_waits()
    {
        await using var provider = await StartProviderAsync();
        var aborted = new TaskCompletionSource();
        provider.Instead = async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        await using var host = Host(_issuer.Time, provider, byMetadata: false);
        using var caller = new CancellationTokenSource();
        var download = host.Services.GetRequiredService<ThrottledJwksClient>()
            .GetAsync(new Uri(provider.Address + KeyProvider.KeysPath), caller.Token);
        await provider.ArrivalAsync();
        await caller.CancelAsync();
        await download;

        _issuer.Time.Advance(ThrottledJwksClient.MaxDuration - TimeSpan.FromTicks(1));
        aborted.Task.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        await aborted.Task;
    }

    private static object VerifierOf(VerificationKey key)
    {
        key.TryGetVerifier(key.Algorithms.Single(), out var verifier).Should().BeTrue();
        return verifier!;
    }

    private static string Name(int tenant) => $"https://idp.example/{tenant}";

    private Task<JwtValidationResult[]> ValidateAllAsync(TestHost host, TimeProvider time) => Task.WhenAll(
        Enumerable.Range(0, Tenants).Select(tenant => host.ValidateAsync(Token(tenant, time.GetUtcNow())).AsTask()));

    /// <summary>A token waits for one second, but a busy machine may fetch the keys more slowly.</summary>
    private static async Task WaitForKeysAsync(TestHost host)
    {
        var all = host.Services.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All;
        for (var left = 6000; all.Any(keys => keys.State != KeyState.Current); left--)
        {
            left.Should().BePositive("all keys are fetched within a minute");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private async Task<KeyProvider> StartProviderAsync()
    {
        var provider = await KeyProvider.StartAsync();
        provider.Publish();
        for (var index = 0; index < _keys.Count; index++)
        {
            provider.Keys.Add(Jwk.Of(_keys[index].ExportParameters(false), $"rsa-{index}"));
        }

        provider.Instead = context => KeyProvider.WriteAsync(
            context,
            context.Request.Path.StartsWithSegments("/metadata", StringComparison.Ordinal)
                ? provider.Metadata("https://idp.example" + context.Request.Path.Value!["/metadata".Length..])
                : provider.KeySet());
        return provider;
    }

    private TestHost Host(TimeProvider time, KeyProvider provider, bool byMetadata, bool sameAddress = true) => new(time, options =>
    {
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            options.Issuers.Add(new TrustedIssuer
            {
                Issuer = Name(tenant),
                Audiences = { TestIssuer.Audience },
                Algorithms = { JwsAlgorithm.RS256 },
                MetadataAddress = byMetadata ? $"{provider.Address}/metadata/{tenant}" : null,
                JwksUri = byMetadata ? null : provider.Address + (sameAddress ? KeyProvider.KeysPath : $"/keys/{tenant}"),
            });
        }
    });

    private string Token(int tenant, DateTimeOffset now)
    {
        var claims = TestIssuer.Claims();
        claims["iss"] = Name(tenant);
        (claims["iat"], claims["exp"]) = (now.ToUnixTimeSeconds(), now.AddMinutes(30).ToUnixTimeSeconds());
        return RawToken.Sign(
            """{"alg":"RS256","typ":"at+jwt","kid":"rsa-0"}""",
            claims.ToJsonString(),
            data => _keys[0].SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
