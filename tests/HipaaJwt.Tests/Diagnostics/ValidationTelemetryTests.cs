using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Diagnostics;

public sealed class ValidationTelemetryTests
{
    [Fact]
    public async Task Each_verdict_is_counted_under_its_code()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, build: builder => builder.AddClaimCheck<UnknownCodeCheck>());
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        ConcurrentQueue<string> counted = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Name == "hipaajwt.token.validations" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    it.EnableMeasurementEvents(instrument);
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

    /// <summary>A check may make up a code; it must not make up a tag.</summary>
    private sealed class UnknownCodeCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            claims.Contains("odd") ? new JwtError((JwtErrorCode)12345) : JwtError.None;
    }
}
