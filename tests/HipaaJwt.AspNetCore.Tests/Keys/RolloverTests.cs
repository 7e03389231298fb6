using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using HipaaJwt.Hosting;

namespace HipaaJwt.AspNetCore.Tests.Keys;

/// <summary>
/// A service that fetches its keys from a real OpenIddict server, while that one changes its keys, dies, hangs and comes back.
/// Requests, fetches and tokens are real; the service's clock is moved by the test, so that minutes need not pass.
/// </summary>
public sealed class RolloverTests : IAsyncLifetime
{
    private const int Clients = 4;
    private const int RequestsPerSecond = 200;
    private const int RequestsPerToken = 5;

    /// <summary>How many requests each client makes under each key at least, half a second's worth.</summary>
    private const int RequestsPerKey = RequestsPerSecond / Clients / 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _refreshes = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _changes = new();
    private OpenIddictProvider _provider = null!;
    private ClinicServer _clinic = null!;
    private MeterListener _listener = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIddictProvider.StartAsync();
        _clinic = ClinicServer.Build(builder => builder.Services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = _provider.Issuer,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            MetadataAddress = _provider.MetadataAddress,
            MaxKeyAge = TimeSpan.FromMinutes(20),
        })));
        _clinic.Issuer.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        _listener = Listen(_clinic.Services.GetRequiredService<IMeterFactory>());
        await _clinic.StartAsync();
        (await _refreshes.Reader.ReadAsync()).Should().Be("Fetched");
    }

    public async ValueTask DisposeAsync()
    {
        await _clinic.DisposeAsync();
        await _provider.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task Ten_rotations_under_load_refuse_no_genuine_token_and_withdrawn_keys_end_within_the_interval()
    {
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => new LoadClient(_provider, _clinic)).ToArray();
        var load = clients.Select(client => Task.Run(() => client.RunAsync(RequestsPerToken, TimeSpan.FromSeconds(1) * Clients / RequestsPerSecond, end.Token))).ToArray();

        for (var rotation = 0; rotation < 10; rotation++)
        {
            _clinic.Issuer.Time.Advance(LeastPause);
            var key = _provider.Rotate();
            await Task.WhenAll(clients.Select(client => client.WasAcceptedWithAsync(key, RequestsPerKey)));
        }

        await end.CancelAsync();
        await Task.WhenAll(load);
        clients.SelectMany(client => client.Refusals).Should().BeEmpty();
        clients.Sum(client => client.Accepted).Should().BeGreaterThanOrEqualTo(10 * Clients * RequestsPerKey);
        _provider.KeyRequests.Should().Be(11, "each rotation is one fetch, however many tokens wait for it");
        await AssertWithdrawalAsync();
    }

    [Fact]
    public async Task A_server_that_is_killed_and_comes_back()
    {
        var (remembered, fresh) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(remembered)).Should().Be(200);

        await _provider.KillAsync();
        _clinic.Issuer.Time.Advance(Interval);
        (await _refreshes.Reader.ReadAsync()).Should().Be("Unreachable");
        (await StatusAsync(remembered)).Should().Be(200, "the last good keys serve");
        (await StatusAsync(fresh)).Should().Be(200);

        _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(15));
        (await StatusAsync(remembered)).Should().Be(503);
        (await StatusAsync(fresh)).Should().Be(503);

        await _provider.RestartAsync();
        await RecoverAsync();
        (await StatusAsync(remembered)).Should().Be(200);
        AssertChanges("Unreachable");
    }

    [Fact]
    public async Task A_server_that_hangs_and_comes_back()
    {
        var (remembered, fresh) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(remembered)).Should().Be(200);
        _clinic.Issuer.Time.Advance(LeastPause);
        _provider.Rotate(keep: 0);
        var underNewKey = await _provider.IssueAsync();

        _provider.Hang();
        _provider.ForgetArrivals();
        var waiting = StatusAsync(underNewKey);
        await _provider.ArrivalAsync();
        (await StatusAsync(remembered)).Should().Be(200, "a key that is known waits for nobody");
        (await StatusAsync(fresh)).Should().Be(200);
        _clinic.Issuer.Time.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Should().Be(503, "one second is all that a request waits");
        _clinic.Issuer.Time.Advance(TimeSpan.FromSeconds(4));
        (await _refreshes.Reader.ReadAsync()).Should().Be("TimedOut");

        _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(20));
        (await StatusAsync(remembered)).Should().Be(503);

        await _provider.KillAsync();
        await _provider.RestartAsync();
        await RecoverAsync();
        (await StatusAsync(underNewKey)).Should().Be(200);
        (await StatusAsync(remembered)).Should().Be(401, "its key was withdrawn meanwhile");
        AssertChanges("TimedOut");
    }

    private async Task AssertWithdrawalAsync()
    {
        var (remembered, fresh) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(remembered)).Should().Be(200);
        _provider.Rotate();
        _provider.WithdrawOlder();
        while (_refreshes.Reader.TryRead(out _))
        {
        }

        _clinic.Issuer.Time.Advance(Interval);
        (await _refreshes.Reader.ReadAsync()).Should().Be("Fetched");
        (await StatusAsync(remembered)).Should().Be(401, "a remembered token ends with its key");
        (await StatusAsync(fresh)).Should().Be(401);
        (await StatusAsync(await _provider.IssueAsync())).Should().Be(200);
    }

    /// <summary>Lets time pass until a refresh succeeds; one that was on its way may fail before.</summary>
    private async Task RecoverAsync()
    {
        do
        {
            _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(2));
        }
        while (await _refreshes.Reader.ReadAsync() != "Fetched");
    }

    private void AssertChanges(string failure)
    {
        _changes.Should().Equal("Current", "Stale", "Unavailable", "Current");
        var lines = _clinic.Log.Lines.Where(line => line.Category == "HipaaJwt.Hosting.KeyEventLogger").ToArray();
        lines.Select(line => line.Level).Should().Equal(LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Information);
        lines[1].Text.Should().Contain($"Keys of issuer {_provider.Issuer} changed from Current to Stale. Last refresh: {failure}.");
    }

    private async Task<int> StatusAsync(string token) => (await _clinic.GetChartAsync(token)).Status;

    private MeterListener Listen(IMeterFactory factory)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Name.StartsWith("hipaajwt.keys", StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    it.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var word = (string)tags[1].Value!;
            if (instrument.Name == "hipaajwt.keys.refreshes")
            {
                _refreshes.Writer.TryWrite(word);
            }
            else
            {
                _changes.Enqueue(word);
            }
        });
        listener.Start();
        return listener;
    }

    /// <summary>A client that gets a token, uses it for some requests, and gets the next one.</summary>
    private sealed class LoadClient(OpenIddictProvider provider, ClinicServer clinic)
    {
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _keys = new();
        private int _accepted;

        public ConcurrentQueue<string> Refusals { get; } = new();

        public int Accepted => _accepted;

        public async Task WasAcceptedWithAsync(string keyId, int times)
        {
            for (var time = 0; time < times; time++)
            {
                await AcceptancesOf(keyId).WaitAsync();
            }
        }

        public async Task RunAsync(int requestsPerToken, TimeSpan pause, CancellationToken end)
        {
            using var timer = new PeriodicTimer(pause);
            while (!end.IsCancellationRequested)
            {
                var token = await provider.IssueAsync();
                for (var request = 0; request < requestsPerToken && !end.IsCancellationRequested; request++)
                {
                    await timer.WaitForNextTickAsync(CancellationToken.None);
                    await AskAsync(token);
                }
            }
        }

        private async Task AskAsync(string token)
        {
            var response = await clinic.GetChartAsync(token);
            if (response.Status == 200)
            {
                Interlocked.Increment(ref _accepted);
                AcceptancesOf(new JsonWebToken(token).Kid).Release();
            }
            else
            {
                Refusals.Enqueue($"{response.Status} {string.Join(' ', response.Headers)}");
            }
        }

        private SemaphoreSlim AcceptancesOf(string keyId) => _keys.GetOrAdd(keyId, _ => new SemaphoreSlim(0));
    }
}
