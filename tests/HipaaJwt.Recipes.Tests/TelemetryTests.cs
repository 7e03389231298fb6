using System.Diagnostics;
using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/opentelemetry.md with an exporter in memory.</summary>
[Collection(nameof(ProcessWide))]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_spans_contain_the_code_and_nothing_of_the_token()
    {
        List<Metric> metrics = [];
        List<Activity> spans = [];
        await using var host = await RecipeHost.StartAsync(Telemetry.Run, "opentelemetry", services =>
        {
            services.ConfigureOpenTelemetryMeterProvider(provider => provider.AddInMemoryExporter(metrics));
            services.ConfigureOpenTelemetryTracerProvider(provider => provider.AddInMemoryExporter(spans));
        });
        var token = host.GetTestIssuer().CreateToken("dr.rivera", roles: ["physician"]);
        using var client = host.Connect().With(token);
        using var late = host.Connect().With(host.GetTestIssuer().CreateExpiredToken("dr.rivera", roles: ["physician"]));

        (await client.GetStringAsync("/chart")).Should().Be("chart");
        (await client.GetStringAsync("/chart")).Should().Be("chart");
        using var response = await late.GetAsync("/chart");
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        CountsIn(metrics).Should().BeEquivalentTo(new Dictionary<string, long> { ["None"] = 2, ["TokenExpired"] = 1 });
        spans.Where(span => span.OperationName == "hipaajwt.validate").Select(span => span.GetTagItem("hipaajwt.code"))
            .Should().Equal("None", "TokenExpired");
        var granted = host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).Events[0];
        spans.Single(span => span.OperationName == "hipaajwt.validate" && span.TraceId.ToHexString() == granted.TraceId)
            .ParentSpanId.Should().NotBe(default(ActivitySpanId), "the span of the request is its parent");
        spans.SelectMany(span => span.TagObjects).Should().NotContain(tag =>
            tag.Value != null && tag.Value.ToString()!.Contains("dr.rivera", StringComparison.Ordinal));
    }

    private static Dictionary<string, long> CountsIn(List<Metric> metrics)
    {
        var counts = new Dictionary<string, long>();
        foreach (var point in metrics.Single(metric => metric.Name == "hipaajwt.token.validations").GetMetricPoints())
        {
            foreach (var tag in point.Tags)
            {
                counts[(string)tag.Value!] = point.GetSumLong();
            }
        }

        return counts;
    }
}

/// <summary>OpenTelemetry collects the meters of all hosts of the process, so no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;
