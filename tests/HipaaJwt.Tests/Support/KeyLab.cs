using System.Security.Cryptography;
using System.Threading.Channels;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using HipaaJwt.Hosting;

namespace HipaaJwt.Tests.Support;

/// <summary>The services of an application that trusts one issuer with downloaded keys, and the provider that publishes the keys.</summary>
internal sealed class KeyLab : IAsyncDisposable
{
    private readonly ECDsa _second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RefreshObserver _observer = new();

    private KeyLab(KeyProvider provider, Action<TrustedIssuer, string>? trust, Action<IServiceCollection>? services)
    {
        Provider = provider;
        Provider.Publish((TestIssuer.KeyId, Issuer.Key));
        Host = new TestHost(
            Issuer.Time,
            options => options.Issuers.Add(Trust(trust)),
            builder =>
            {
                builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(Log));
                builder.Services.AddSingleton<IKeyObserver>(all => _observer.Wrap(ActivatorUtilities.CreateInstance<KeyEventLogger>(all)));
                services?.Invoke(builder.Services);
            });
    }

    public TestIssuer Issuer { get; } = new();

    public KeyProvider Provider { get; }

    public TestHost Host { get; }

    public CapturedLog Log { get; } = new();

    public FakeTimeProvider Time => Issuer.Time;

    public ECDsa SecondKey => _second;

    public RemoteKeys Keys => Host.Services.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All.Single();

    public IEnumerable<string> StateLines => Log.Lines.Where(line => line.Id == 20).Select(line => $"{line.Level}: {line.Text}");

    public static async Task<KeyLab> StartAsync(Action<TrustedIssuer, string>? trust = null, Action<IServiceCollection>? services = null) =>
        new(await KeyProvider.StartAsync(), trust, services);

    /// <summary>Configures the key set download without metadata.</summary>
    public static void BySet(TrustedIssuer issuer, string address) =>
        (issuer.MetadataAddress, issuer.JwksUri) = (null, address + KeyProvider.KeysPath);

    /// <summary>Creates the trusted issuer. Its keys come from its metadata unless the test changes it.</summary>
    public TrustedIssuer Trust(Action<TrustedIssuer, string>? change = null) => Issuer.Trust(issuer =>
    {
        issuer.SigningKeys.Clear();
        issuer.MetadataAddress = Provider.Address + KeyProvider.MetadataPath;
        change?.Invoke(issuer, Provider.Address);
    });

    /// <summary>Creates a token that is valid at the current time.</summary>
    public string Token(string keyId = TestIssuer.KeyId, ECDsa? key = null)
    {
        var (header, claims) = (TestIssuer.Header(), TestIssuer.Claims());
        header["kid"] = keyId;
        claims["iat"] = Time.GetUtcNow().ToUnixTimeSeconds();
        claims["exp"] = Time.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();
        return RawToken.Sign(header.ToJsonString(), claims.ToJsonString(), RawToken.Es256(key ?? Issuer.Key));
    }

    public async Task<JwtErrorCode> VerdictAsync(string token) => (await Host.ValidateAsync(token)).Error.Code;

    public Task<JwtErrorCode> VerdictAsync() => VerdictAsync(Token());

    /// <summary>Loads the keys through the validation of a first token, which must be accepted.</summary>
    public async Task LoadAsync()
    {
        (await VerdictAsync()).Should().Be(JwtErrorCode.None);
        (await NextRefreshAsync()).Should().Be(JwksFetchOutcome.Fetched);
    }

    /// <summary>Waits for the next completed refresh, including its effects on the state of the keys.</summary>
    public async Task<JwksFetchOutcome> NextRefreshAsync()
    {
        var outcome = await _observer.Refreshes.ReadAsync();
        _ = Keys.State;
        return outcome;
    }

    /// <summary>Advances the clock to the next refresh, and waits until the refresh has completed.</summary>
    public Task<JwksFetchOutcome> PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return NextRefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
        _second.Dispose();
        Issuer.Dispose();
        Log.Dispose();
    }

    private sealed class RefreshObserver : IKeyObserver
    {
        private readonly Channel<JwksFetchOutcome> _refreshes = Channel.CreateUnbounded<JwksFetchOutcome>();
        private IKeyObserver? _inner;

        public ChannelReader<JwksFetchOutcome> Refreshes => _refreshes.Reader;

        public RefreshObserver Wrap(IKeyObserver inner)
        {
            _inner = inner;
            return this;
        }

        public void OnRefreshed(string issuer, JwksFetchOutcome outcome)
        {
            _inner!.OnRefreshed(issuer, outcome);
            _refreshes.Writer.TryWrite(outcome);
        }

        public void OnKeySkipped(string issuer, SkippedKey key) => _inner!.OnKeySkipped(issuer, key);

        public void OnRefreshFailed(string issuer, string reason, KeyState state) => _inner!.OnRefreshFailed(issuer, reason, state);

        public void OnKeyLeaked(string issuer, LeakedKey key) => _inner!.OnKeyLeaked(issuer, key);

        public void OnKeysWithdrawn(string issuer, int withdrawn, int remaining, string reason) =>
            _inner!.OnKeysWithdrawn(issuer, withdrawn, remaining, reason);

        public void OnStateChanged(string issuer, KeyState previous, KeyState current, JwksFetchOutcome outcome) =>
            _inner!.OnStateChanged(issuer, previous, current, outcome);
    }
}
