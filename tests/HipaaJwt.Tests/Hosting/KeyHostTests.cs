using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Hosting;

/// <summary>Fetched keys in a host: start, metrics, health check, logs and reloads.</summary>
public sealed class KeyHostTests
{
    /// <summary>Returns the lines of a first refresh that fails, and requires that the HTTP client logs none of its own.</summary>
    private static async Task<string> FailureOfAsync(Func<string, string> uri, Action<IServiceCollection>? services = null)
    {
        await using var lab = await KeyLab.StartAsync(
            (issuer, address) => (issuer.MetadataAddress, issuer.JwksUri) = (null, uri(address)), services);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.Unreachable);

        lab.Log.Lines.Should().NotContain(line => line.Category.StartsWith("System.Net.Http", StringComparison.Ordinal));
        return string.Join('\n', lab.Log.Lines.Where(line => line.Id == 25).Select(line => line.Text));
    }

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Fetches_keys_at_start_and_logs_their_address()
    {
        await using var lab = await KeyLab.StartAsync();
        foreach (var service in lab.Host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.Fetched);
        lab.VerdictAsync().IsCompleted.Should().BeTrue("the first token does not wait");
        var expected = $"keys from {lab.Provider.Address}{KeyProvider.MetadataPath},";
        lab.Log.Lines.Should().ContainSingle(line => line.Id == 1 && line.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Starts_while_the_issuer_is_unavailable()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);
        foreach (var service in lab.Host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.Unreachable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Provider.Instead = null;
        (await lab.PassAsync(RefreshSchedule.MinInterval)).Should().Be(JwksFetchOutcome.Fetched);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.StateLines.Should().HaveCount(2).And.StartWith(
            "Error: Keys of issuer https://idp.hospital.example changed from NotLoaded to Unavailable. Last refresh: Unreachable.");
    }

    [Fact]
    public async Task A_failed_connection_is_logged_with_its_cause_and_without_a_stack_trace()
    {
        (await FailureOfAsync(_ => "http://127.0.0.1:1/keys")).Should()
            .Contain("Unreachable (JWK Set http://127.0.0.1:1/keys, the host did not accept the connection).");
        (await FailureOfAsync(address => address.Replace("http:", "https:", StringComparison.Ordinal) + "/keys")).Should()
            .Contain(", TLS failed; the certificate of the host may be untrusted).");
        (await FailureOfAsync(_ => "https://idp.hospital.example/keys", services => services
            .AddHttpClient(JwksHttpClient.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound),
            }))).Should()
            .Contain("Unreachable (JWK Set https://idp.hospital.example/keys, the name of the host was not found).");
    }

    [Fact]
    public async Task Measures_refreshes_state_changes_state_and_age()
    {
        await using var lab = await KeyLab.StartAsync();
        ConcurrentQueue<string> measured = [];
        using var listener = Listen(lab.Host.Services.GetRequiredService<IMeterFactory>(), measured);

        await lab.LoadAsync();
        lab.Time.Advance(TimeSpan.FromSeconds(7));
        listener.RecordObservableInstruments();
        lab.Provider.Instead = context => Task.Run(context.Abort);
        await lab.PassAsync(Interval);

        measured.Should().Equal(
            "hipaajwt.keys.refreshes 1 issuer=https://idp.hospital.example outcome=Fetched",
            "hipaajwt.keys.state_changes 1 issuer=https://idp.hospital.example state=Current",
            "hipaajwt.keys.age 7 issuer=https://idp.hospital.example",
            "hipaajwt.keys.state 1 issuer=https://idp.hospital.example state=Current",
            "hipaajwt.keys.refreshes 1 issuer=https://idp.hospital.example outcome=Unreachable",
            "hipaajwt.keys.state_changes 1 issuer=https://idp.hospital.example state=Stale");
    }

    [Fact]
    public async Task Reports_the_state_in_the_health_check()
    {
        await using var lab = await KeyLab.StartAsync(
            (issuer, _) => issuer.MaxKeyAge = TimeSpan.FromMinutes(20),
            services => services.AddHealthChecks().AddHipaaJwtKeys(tags: ["ready"]));

        (await HealthAsync(lab)).Should().Be((HealthStatus.Unhealthy, "NotLoaded"));
        await lab.LoadAsync();
        (await HealthAsync(lab)).Should().Be((HealthStatus.Healthy, "Current, fetched 0 s ago, last refresh: Fetched"));
        lab.Provider.Instead = context => Task.Run(context.Abort);
        await lab.PassAsync(Interval);
        (await HealthAsync(lab)).Should().Be((
            HealthStatus.Degraded,
            $"Stale, fetched 300 s ago, last refresh: Unreachable (metadata {lab.Provider.Address + KeyProvider.MetadataPath})"));
        lab.Time.Advance(TimeSpan.FromMinutes(15));
        (await HealthAsync(lab)).Should().Be((
            HealthStatus.Unhealthy,
            $"Unavailable, fetched 1200 s ago, last refresh: Unreachable (metadata {lab.Provider.Address + KeyProvider.MetadataPath})"));
    }

    [Fact]
    public async Task A_reload_keeps_the_keys_of_a_known_address_and_fetches_those_of_a_new_one()
    {
        await using var provider = await KeyProvider.StartAsync();
        using var issuer = new TestIssuer();
        provider.Publish((TestIssuer.KeyId, issuer.Key));
        var section = Section.Trusting(
            issuer,
            ("Issuers:0:MetadataAddress", provider.Address + KeyProvider.MetadataPath),
            ("Issuers:0:MaxKeyAge", "00:20:00"));
        section.Set("Issuers:0:SigningKeys:0:kid", "pinned");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(issuer.Time);
        services.AddHipaaJwt(section.Configuration);
        await using var built = services.BuildServiceProvider();
        var validator = built.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(issuer.Token())).Error.Should().Be(JwtError.None);

        provider.Instead = context => Task.Run(context.Abort);
        section.Set("Issuers:0:KeyRefreshInterval", "00:01:00");
        section.Reload();
        (await validator.ValidateAsync(issuer.Token())).Error.Should().Be(JwtError.None, "its keys are fetched already");
        SettingsOf(built).RefreshInterval.Should().Be(TimeSpan.FromMinutes(1));

        provider.Instead = null;
        section.Set("Issuers:0:MetadataAddress", null);
        section.Set("Issuers:0:JwksUri", provider.Address + KeyProvider.KeysPath);
        issuer.Time.Advance(RefreshSchedule.MinInterval);
        section.Reload();
        (await validator.ValidateAsync(issuer.Token())).Error.Should().Be(JwtError.None, "the keys come from the new address");
        SettingsOf(built).IsMetadata.Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_of_the_application_replaces_the_default_handler(bool isAddedFirst)
    {
        var handler = new FailingHandler();
        var services = new ServiceCollection();
        using var issuer = new TestIssuer();
        if (isAddedFirst)
        {
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust(trust =>
        {
            trust.SigningKeys.Clear();
            trust.JwksUri = "https://idp.hospital.example/keys";
        })));
        if (!isAddedFirst)
        {
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        services.AddSingleton<TimeProvider>(issuer.Time);
        await using var built = services.BuildServiceProvider();

        var validator = built.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(issuer.Token())).Error.Code.Should().Be(JwtErrorCode.KeysUnavailable);

        handler.RequestedUri.Should().Be("https://idp.hospital.example/keys");
    }

    [Fact]
    public async Task ConfigureKeyHttpClient_configures_the_client_that_fetches_keys()
    {
        var handler = new FailingHandler();
        var services = new ServiceCollection();
        using var issuer = new TestIssuer();
        services.AddSingleton<TimeProvider>(issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust(trust =>
            {
                trust.SigningKeys.Clear();
                trust.MetadataAddress = "https://idp.hospital.example/.well-known/openid-configuration";
            })))
            .ConfigureKeyHttpClient(client => client.ConfigurePrimaryHttpMessageHandler(() => handler));
        await using var built = services.BuildServiceProvider();

        await built.GetRequiredService<IJwtValidator>().ValidateAsync(issuer.Token());

        handler.RequestedUri.Should().Be("https://idp.hospital.example/.well-known/openid-configuration");
    }

    [Fact]
    public async Task Logs_nothing_of_a_token_or_an_exception()
    {
        await using var lab = await KeyLab.StartAsync(services: services =>
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => new FailingHandler()));

        (await lab.VerdictAsync(lab.Token("canary-of-the-token"))).Should().Be(JwtErrorCode.KeysUnavailable);

        lab.Log.Lines.Should().NotContain(line => line.Level > LogLevel.Debug && line.Text.Contains("canary", StringComparison.Ordinal));
    }

    private static RemoteKeySettings SettingsOf(IServiceProvider services) =>
        services.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All.Should().ContainSingle().Which.Settings;

    private static async Task<(HealthStatus Status, object Data)> HealthAsync(KeyLab lab)
    {
        var report = await lab.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["hipaajwt-keys"];
        entry.Tags.Should().Equal("ready");
        return (entry.Status, entry.Data[TestIssuer.Name]);
    }

    private static MeterListener Listen(IMeterFactory factory, ConcurrentQueue<string> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("hipaajwt.keys", StringComparison.Ordinal)
                    && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue(Text(instrument, value, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured.Enqueue(Text(instrument, value, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue(Text(instrument, value, tags)));
        listener.Start();
        return listener;
    }

    private static string Text(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', [instrument.Name, $"{value}", .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);

    private sealed class FailingHandler : HttpMessageHandler
    {
        public string? RequestedUri { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            RequestedUri = request.RequestUri?.AbsoluteUri;
            throw new InvalidOperationException("canary of an exception");
        }
    }
}
