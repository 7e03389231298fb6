using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Hosting;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HipaaJwt.AspNetCore.Tests.Keys;

/// <summary>
/// Key rotation and outages of a real OpenIddict server. Requests, key set downloads and tokens are real. The tests advance the
/// clock of the service, so that they need not wait for minutes.
/// </summary>
public sealed class RolloverTests : IAsyncLifetime
{
    private const int Clients = 4;
    private const int RequestsPerSecond = 200;
    private const int RequestsPerToken = 5;

    /// <summary>The minimum number of accepted requests of each client with each key: those of half a second.</summary>
    private const int RequestsPerKey = RequestsPerSecond / Clients / 2;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _refreshes = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _statusChanges = new();
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
    public async Task Ten_rotations_under_load_reject_no_valid_token_and_withdrawn_keys_expire_within_the_interval()
    {
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => new LoadClient(_provider, _clinic)).ToArray();
        var pause = TimeSpan.FromSeconds(1) * Clients / RequestsPerSecond;
        var load = clients.Select(client => Task.Run(() => client.RunAsync(RequestsPerToken, pause, stop.Token))).ToArray();

        for (var rotation = 0; rotation < 10; rotation++)
        {
            _clinic.Issuer.Time.Advance(MinInterval);
            var key = _provider.Rotate();
            await Task.WhenAll(clients.Select(client => client.WaitForAcceptancesAsync(key, RequestsPerKey)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        clients.SelectMany(client => client.Rejections).Should().BeEmpty();
        clients.Sum(client => client.Accepted).Should().BeGreaterThanOrEqualTo(10 * Clients * RequestsPerKey);
        _provider.KeyRequests.Should().Be(11, "each rotation causes one download for all waiting tokens");
        await AssertWithdrawalAsync();
    }

    [Fact]
    public async Task Uses_the_last_keys_while_the_issuer_is_down_until_MaxKeyAge()
    {
        var (cached, uncached) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(cached)).Should().Be(200);

        await _provider.KillAsync();
        _clinic.Issuer.Time.Advance(RefreshInterval);
        (await _refreshes.Reader.ReadAsync()).Should().Be("Unreachable");
        (await StatusAsync(cached)).Should().Be(200, "the last keys stay in use");
        (await StatusAsync(uncached)).Should().Be(200);

        _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(15));
        (await StatusAsync(cached)).Should().Be(503);
        (await StatusAsync(uncached)).Should().Be(503);

        await _provider.RestartAsync();
        await RecoverAsync();
        (await StatusAsync(cached)).Should().Be(200);
        AssertStatusChanges("Unreachable");
    }

    [Fact]
    public async Task Limits_the_wait_for_keys_while_the_issuer_hangs()
    {
        var (cached, uncached) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(cached)).Should().Be(200);
        _clinic.Issuer.Time.Advance(MinInterval);
        _provider.Rotate(keep: 0);
        var underNewKey = await _provider.IssueAsync();

        _provider.Hang();
        _provider.ClearArrivals();
        var waiting = StatusAsync(underNewKey);
        await _provider.WaitForArrivalAsync();
        (await StatusAsync(cached)).Should().Be(200, "a known key needs no download");
        (await StatusAsync(uncached)).Should().Be(200);
        _clinic.Issuer.Time.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Should().Be(503, "a request waits for at most one second");
        _clinic.Issuer.Time.Advance(TimeSpan.FromSeconds(4));
        (await _refreshes.Reader.ReadAsync()).Should().Be("TimedOut");

        _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(20));
        (await StatusAsync(cached)).Should().Be(503);

        await _provider.KillAsync();
        await _provider.RestartAsync();
        await RecoverAsync();
        (await StatusAsync(underNewKey)).Should().Be(200);
        (await StatusAsync(cached)).Should().Be(401, "its key was withdrawn");
        AssertStatusChanges("TimedOut");
    }

    private async Task AssertWithdrawalAsync()
    {
        var (cached, uncached) = (await _provider.IssueAsync(), await _provider.IssueAsync());
        (await StatusAsync(cached)).Should().Be(200);
        _provider.Rotate();
        _provider.WithdrawOldKeys();
        while (_refreshes.Reader.TryRead(out _))
        {
        }

        _clinic.Issuer.Time.Advance(RefreshInterval);
        (await _refreshes.Reader.ReadAsync()).Should().Be("Fetched");
        (await StatusAsync(cached)).Should().Be(401, "a withdrawn key invalidates cached tokens");
        (await StatusAsync(uncached)).Should().Be(401);
        (await StatusAsync(await _provider.IssueAsync())).Should().Be(200);
    }

    /// <summary>Advances the clock until a refresh succeeds. A refresh that has already started may fail before.</summary>
    private async Task RecoverAsync()
    {
        do
        {
            _clinic.Issuer.Time.Advance(TimeSpan.FromMinutes(2));
        }
        while (await _refreshes.Reader.ReadAsync() != "Fetched");
    }

    private (LogLevel Level, string Text)[] KeyLines() =>
        [.. from line in _clinic.Log.Lines where line.Category == "HipaaJwt.Hosting.KeyEventLogger" select (line.Level, line.Text)];

    private (LogLevel Level, string Text)[] StateLines() =>
        Array.FindAll(KeyLines(), line => line.Text.Contains(" changed from ", StringComparison.Ordinal));

    private void AssertStatusChanges(string failure)
    {
        // A change is reported after the refresh that caused it. The log line is written last.
        SpinWait.SpinUntil(() => StateLines().Length >= 4, TimeSpan.FromSeconds(10));
        _statusChanges.Should().Equal("Current", "Stale", "Unavailable", "Current");
        var all = KeyLines();
        var lines = StateLines();

        // The jumps of the clock can time out a refresh that runs, which changes the reason once more. No reason is logged twice in a row.
        var failures = all.Except(lines).ToArray();
        failures[0].Level.Should().Be(LogLevel.Warning);
        failures.Zip(failures.Skip(1)).Where(pair => pair.First.Text == pair.Second.Text)
            .Should().BeEmpty("a reason is logged when it changes");
        lines.Select(line => line.Level).Should().Equal(LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Information);
        lines[1].Text.Should().Contain($"Keys of issuer {_provider.Issuer} changed from Current to Stale. Last refresh: {failure}.");
    }

    private async Task<int> StatusAsync(string token) => (await _clinic.GetChartAsync(token)).Status;

    private MeterListener Listen(IMeterFactory factory)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, publisher) =>
            {
                if (instrument.Name.StartsWith("hipaajwt.keys", StringComparison.Ordinal)
                    && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    publisher.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var value = (string)tags[1].Value!;
            if (instrument.Name == "hipaajwt.keys.refreshes")
            {
                _refreshes.Writer.TryWrite(value);
            }
            else
            {
                _statusChanges.Enqueue(value);
            }
        });
        listener.Start();
        return listener;
    }

    /// <summary>A client that sends several requests with each token.</summary>
    private sealed class LoadClient(OpenIddictProvider provider, ClinicServer clinic)
    {
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _keys = new();
        private int _accepted;

        public ConcurrentQueue<string> Rejections { get; } = new();

        public int Accepted => _accepted;

        public async Task WaitForAcceptancesAsync(string keyId, int times)
        {
            for (var time = 0; time < times; time++)
            {
                await AcceptancesOf(keyId).WaitAsync();
            }
        }

        public async Task RunAsync(int requestsPerToken, TimeSpan pause, CancellationToken stop)
        {
            using var timer = new PeriodicTimer(pause);
            while (!stop.IsCancellationRequested)
            {
                var token = await provider.IssueAsync();
                for (var request = 0; request < requestsPerToken && !stop.IsCancellationRequested; request++)
                {
                    await timer.WaitForNextTickAsync(CancellationToken.None);
                    await SendAsync(token);
                }
            }
        }

        private async Task SendAsync(string token)
        {
            var response = await clinic.GetChartAsync(token);
            if (response.Status == 200)
            {
                Interlocked.Increment(ref _accepted);
                AcceptancesOf(new JsonWebToken(token).Kid).Release();
            }
            else
            {
                Rejections.Enqueue($"{response.Status} {string.Join(' ', response.Headers)}");
            }
        }

        private SemaphoreSlim AcceptancesOf(string keyId) => _keys.GetOrAdd(keyId, _ => new SemaphoreSlim(0));
    }
}
