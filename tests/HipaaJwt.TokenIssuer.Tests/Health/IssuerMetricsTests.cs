using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using HipaaJwt.TokenIssuer.Tests.Outages;
using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Health;

/// <summary>What a service that collects metrics reads.</summary>
public sealed class IssuerMetricsTests
{
    [Fact]
    public async Task Tokens_refreshes_and_ends_are_counted_by_fixed_names()
    {
        await using var lab = await IssuerLab.StartAsync(build: jwt => jwt.AddSessionStore<FaultySessionStore>());
        using var metrics = new Metrics(lab);
        var tokens = await lab.SignInAsync();
        await lab.Tokens.IssueAsync(new TokenRequest { Subject = "service", ClientId = IssuerLab.Client, StartSession = false });

        var next = await lab.RefreshedAsync(tokens.RefreshToken);
        await lab.RefreshedAsync(tokens.RefreshToken);
        await lab.RefreshAsync("not a token");
        await lab.RefreshedAsync(next.RefreshToken);
        await lab.RefreshAsync(tokens.RefreshToken);
        lab.Get<FaultySessionStore>().Fault.Begin(FaultySessionStore.Find, FaultKind.Throws);
        await lab.RefreshAsync(tokens.RefreshToken);

        metrics.Of("hipaajwt.issuer.issued_tokens").Should()
            .BeEquivalentTo(["SessionStarted 1", "TokenIssued 1", "SessionRefreshed 3"]);
        metrics.Of("hipaajwt.issuer.refreshes").Should()
            .BeEquivalentTo(["Issued 2", "Retried 1", "Reused 1", "Rejected 1", "Unavailable 1"]);
        metrics.Of("hipaajwt.issuer.ended_sessions").Should().BeEquivalentTo(["RefreshTokenReused 1"]);
    }

    [Fact]
    public async Task The_age_and_the_state_of_the_signing_key_are_measured()
    {
        await using var lab = await IssuerLab.StartAsync();
        using var metrics = new Metrics(lab);

        metrics.Collect();

        metrics.Of("hipaajwt.issuer.key.age").Should().Equal(" 2");
        metrics.Of("hipaajwt.issuer.key.state").Should().Equal("Current 1");
        metrics.Of("hipaajwt.issuer.retried_sessions").Should().Equal(" 0");
    }

    /// <summary>Adds up what the service measures, by the value of the tag.</summary>
    private sealed class Metrics : IDisposable
    {
        private readonly ConcurrentDictionary<(string Instrument, string Tag), double> _sums = [];
        private readonly MeterListener _listener = new();

        public Metrics(IssuerLab lab)
        {
            var factory = lab.Get<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public void Collect() => _listener.RecordObservableInstruments();

        public IEnumerable<string> Of(string instrument) => _sums
            .Where(sum => sum.Key.Instrument == instrument)
            .Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Key.Tag} {sum.Value}"));

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _sums.AddOrUpdate(
            (instrument.Name, tags.IsEmpty ? string.Empty : (string)tags[0].Value!), value, (_, sum) => sum + value);
    }
}
