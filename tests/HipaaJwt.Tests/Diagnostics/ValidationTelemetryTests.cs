using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Diagnostics;

public sealed class ValidationTelemetryTests
{
    [Fact]
    public async Task Counts_each_validation_by_its_code()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, build: builder => builder.AddClaimCheck<UnknownCodeCheck>());
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        ConcurrentQueue<string> counted = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "hipaajwt.token.validations" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Enqueue($"{value} {tags[0].Key}={tags[0].Value}"));
        await host.ValidateAsync("x");
        listener.Start();

        await host.ValidateAsync(issuer.Token());
        await host.ValidateAsync("x");
        await host.ValidateAsync(issuer.Token(claims: claims => claims["odd"] = true));

        counted.Should().Equal("1 code=None", "1 code=TokenNotCompact", "1 code=Other");
    }

    /// <summary>An undefined code from a check must not become a tag.</summary>
    private sealed class UnknownCodeCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            claims.Contains("odd") ? new JwtError((JwtErrorCode)12345) : JwtError.None;
    }
}
