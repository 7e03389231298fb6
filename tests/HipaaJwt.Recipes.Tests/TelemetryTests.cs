using System.Diagnostics;
using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using OpenTelemetry.Logs;
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

        (await client.GetStringAsync("/patients/p-7/chart")).Should().Be("chart");
        (await client.GetStringAsync("/patients/p-7/chart")).Should().Be("chart");
        using var response = await late.GetAsync("/patients/p-7/chart");
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

    [Fact]
    public async Task Log_records_have_the_fields_of_the_event_and_no_data_of_the_patient()
    {
        List<LogRecord> records = [];
        await using var host = await RecipeHost.StartAsync(Telemetry.Run, "opentelemetry", services =>
            services.ConfigureOpenTelemetryLoggerProvider(provider => provider.AddInMemoryExporter(records)));
        using var client = host.Connect().With(host.GetTestIssuer().CreateToken("dr.rivera", roles: ["physician"]));

        (await client.GetStringAsync("/patients/p-7/chart")).Should().Be("chart");

        host.Services.GetRequiredService<LoggerProvider>().ForceFlush();
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).Events[0].Patient.Should().Be("p-7");
        var record = records.Should().ContainSingle(it => it.CategoryName == "HipaaJwt.LoggingAuditSink").Which;
        record.EventId.Id.Should().Be(100);
        record.Attributes.Should().Contain(
        [
            KeyValuePair.Create<string, object?>("type", "AccessGranted"),
            KeyValuePair.Create<string, object?>("subject", "dr.rivera"),
            KeyValuePair.Create<string, object?>("resource", "GET /patients/{id}/chart"),
        ]);
        record.TraceId.ToHexString().Should().Be((string)record.Attributes!.Single(it => it.Key == "traceId").Value!);
        record.Attributes.Should().NotContain(it => it.Value!.ToString()!.Contains("p-7", StringComparison.Ordinal));
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
