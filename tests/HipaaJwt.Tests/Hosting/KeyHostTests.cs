using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Hosting;

/// <summary>What whoever runs the service sees of fetched keys: the start, the metrics, the health and changes of the options.</summary>
public sealed class KeyHostTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_host_fetches_keys_at_its_start_and_says_from_where()
    {
        await using var lab = await KeyLab.StartAsync();
        foreach (var service in lab.Host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.Fetched);
        lab.VerdictAsync().IsCompleted.Should().BeTrue("the first token need not wait");
        lab.Log.Lines.Should().ContainSingle(line => line.Id == 1 && line.Text.Contains($"keys from {lab.Provider.Address}{KeyProvider.MetadataPath},", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_starts_while_the_issuer_is_down()
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
        (await lab.PassAsync(RefreshSchedule.LeastPause)).Should().Be(JwksFetchOutcome.Fetched);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.StateLines.Should().HaveCount(2).And.StartWith("Error: Keys of issuer https://idp.hospital.example are now Unavailable; they were NotLoaded. Last refresh: Unreachable.");
    }

    [Fact]
    public async Task Metrics_tell_of_each_refresh_each_change_and_of_state_and_age()
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
    public async Task The_health_check_follows_the_state()
    {
        await using var lab = await KeyLab.StartAsync(
            (issuer, _) => issuer.MaxKeyAge = TimeSpan.FromMinutes(20),
            services => services.AddHealthChecks().AddHipaaJwtKeys(tags: ["ready"]));

        (await HealthAsync(lab)).Should().Be((HealthStatus.Unhealthy, "NotLoaded"));
        await lab.LoadAsync();
        (await HealthAsync(lab)).Should().Be((HealthStatus.Healthy, "Current, fetched 0 s ago"));
        lab.Provider.Instead = context => Task.Run(context.Abort);
        await lab.PassAsync(Interval);
        (await HealthAsync(lab)).Should().Be((HealthStatus.Degraded, "Stale, fetched 300 s ago"));
        lab.Time.Advance(TimeSpan.FromMinutes(15));
        (await HealthAsync(lab)).Should().Be((HealthStatus.Unhealthy, "Unavailable, fetched 1200 s ago"));
    }

    [Fact]
    public async Task Options_that_change_keep_the_keys_of_an_issuer_that_stays_and_fetch_those_of_a_new_one()
    {
        await using var provider = await KeyProvider.StartAsync();
        using var issuer = new TestIssuer();
        provider.Publish((TestIssuer.KeyId, issuer.Key));
        var section = Section.Trusting(issuer, ("Issuers:0:MetadataAddress", provider.Address + KeyProvider.MetadataPath), ("Issuers:0:MaxKeyAge", "00:20:00"));
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
        (await validator.ValidateAsync(issuer.Token())).Error.Should().Be(JwtError.None, "its keys are there already");
        built.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All.Should().ContainSingle().Which.Settings.RefreshInterval.Should().Be(TimeSpan.FromMinutes(1));

        provider.Instead = null;
        section.Set("Issuers:0:MetadataAddress", null);
        section.Set("Issuers:0:JwksUri", provider.Address + KeyProvider.KeysPath);
        issuer.Time.Advance(RefreshSchedule.LeastPause);
        section.Reload();
        (await validator.ValidateAsync(issuer.Token())).Error.Should().Be(JwtError.None, "the new address was asked");
        built.GetRequiredKeyedService<RemoteKeyStore>(string.Empty).All.Should().ContainSingle().Which.Settings.IsMetadata.Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_of_the_application_takes_the_place_of_the_own_one(bool isAddedFirst)
    {
        var handler = new FailingHandler();
        var services = new ServiceCollection();
        using var issuer = new TestIssuer();
        if (isAddedFirst)
        {
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust(trust => (_, trust.JwksUri) = (trust.SigningKeys.Remove(trust.SigningKeys[0]), "https://idp.hospital.example/keys"))));
        if (!isAddedFirst)
        {
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        services.AddSingleton<TimeProvider>(issuer.Time);
        await using var built = services.BuildServiceProvider();

        (await built.GetRequiredService<IJwtValidator>().ValidateAsync(issuer.Token())).Error.Code.Should().Be(JwtErrorCode.KeysUnavailable);

        handler.Asked.Should().Be("https://idp.hospital.example/keys");
    }

    [Fact]
    public async Task Nothing_of_a_token_or_an_exception_is_logged()
    {
        await using var lab = await KeyLab.StartAsync(services: services =>
            services.AddHttpClient("HipaaJwt.Keys").ConfigurePrimaryHttpMessageHandler(() => new FailingHandler()));

        (await lab.VerdictAsync(lab.Token("canary-of-the-token"))).Should().Be(JwtErrorCode.KeysUnavailable);

        lab.Log.Lines.Should().NotContain(line => line.Level > LogLevel.Debug && line.Text.Contains("canary", StringComparison.Ordinal));
    }

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
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Name.StartsWith("hipaajwt.keys", StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    it.EnableMeasurementEvents(instrument);
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
        public string? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri?.AbsoluteUri;
            throw new InvalidOperationException("canary of an exception");
        }
    }
}
