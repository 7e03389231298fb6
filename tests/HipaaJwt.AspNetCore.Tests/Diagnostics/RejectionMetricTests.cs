using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Diagnostics;

/// <summary>The metric of validations also counts requests that are rejected because of how they sent their token.</summary>
public sealed class RejectionMetricTests
{
    [Fact]
    public async Task A_request_that_sends_its_token_in_a_wrong_way_is_counted_once()
    {
        await using var server = await ClinicServer.StartAsync();
        ConcurrentQueue<string> counted = [];
        using var listener = Listen(server, counted);
        var token = server.Issuer.Token();

        await server.SendAsync("GET /patients/7/chart", "Authorization: Bearer " + token, "Authorization: Bearer " + token);
        await server.SendAsync("GET /patients/7/chart", "Authorization: Bearer");
        await server.GetAsync("/patients/7/chart?access_token=" + token);
        await server.SendAsync("GET /patients/7/chart", "Authorization: DPoP " + token, "DPoP: a", "DPoP: b");
        await server.GetChartAsync(token);
        await server.GetChartAsync();

        counted.Should().Equal(
            "1 code=" + server.Events[0].ReasonCode,
            "1 code=" + server.Events[1].ReasonCode,
            "1 code=TokenInQuery",
            "1 code=ProofInvalid",
            "1 code=None");
        server.Events.Take(4).Select(recorded => (int)recorded.ReasonCode)
            .Should().OnlyContain(code => (code >= 110 && code <= 112) || code == 702);
    }

    [Fact]
    public async Task A_rejection_that_cannot_be_recorded_is_counted_as_unavailable()
    {
        await using var server = await ClinicServer.StartAsync();
        server.Sink.FailsFor = _ => true;
        ConcurrentQueue<string> counted = [];
        using var listener = Listen(server, counted);

        (await server.GetAsync("/patients/7/chart?access_token=x")).Status.Should().Be(503);

        counted.Should().Equal("1 code=AuditUnavailable");
    }

    [Fact]
    public async Task A_request_that_two_schemes_reject_is_counted_once()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions.RequireAuthorization(
                Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/two", () => "ok"),
                policy => policy.AddAuthenticationSchemes("One", "Two").RequireAuthenticatedUser()),
            authenticate: builder => builder.AddHipaaJwtBearer("One", null).AddHipaaJwtBearer("Two", null));
        ConcurrentQueue<string> counted = [];
        using var listener = Listen(server, counted);

        await server.GetAsync("/two?access_token=x");

        counted.Should().Equal("1 code=TokenInQuery");
    }

    private static MeterListener Listen(ClinicServer server, ConcurrentQueue<string> counted)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
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
        listener.Start();
        return listener;
    }
}
