using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using HipaaJwt.Fhir.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Fhir.Tests.Hosting;

public sealed class HostTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hipaajwt-fhir").FullName;

    private string Output => Path.Combine(_root, "audit.ndjson");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task The_export_follows_the_log_of_the_service_and_its_last_events_follow_after_the_next_start()
    {
        await RunAsync(async host =>
        {
            var trail = host.Services.GetRequiredService<IAuditTrail>();
            (await trail.RecordAsync(Events.Of(AuditEventType.AccessDenied))).Should().BeTrue();
            await UntilAsync(() => Lines().Length >= 2);
            (await HealthAsync(host)).Should().Be(HealthStatus.Healthy);
        });
        await RunAsync(host => UntilAsync(() => Lines().Length >= 4));

        Lines().Should().OnlyHaveUniqueItems().And.Contain(line => line.Contains("110133", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_health_check_is_degraded_while_the_receiver_is_down_and_unhealthy_if_it_rejects_a_resource()
    {
        await using var endpoint = new FhirEndpoint();
        await RunAsync(
            async host =>
            {
                await UntilAsync(async () => await HealthAsync(host) == HealthStatus.Degraded);
                endpoint.Judge = _ => 422;
                await endpoint.ListenAsync();
                await UntilAsync(async () => await HealthAsync(host) == HealthStatus.Unhealthy);
            },
            export => export.Endpoint = endpoint.Address);
    }

    [Fact]
    public async Task Options_that_give_something_up_are_warned_of()
    {
        var lines = await RunAsync(_ => Task.CompletedTask, export =>
        {
            export.OutputFile = Output;
            export.DeadLetterFile = Path.Combine(_root, "dead.ndjson");
            export.Mapping.IncludePatientData = true;
        });

        lines.Should().Contain(line => line.Contains("DeadLetterFile", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("IncludePatientData", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_meter_counts_what_was_sent()
    {
        using var listener = new MeterListener();
        long sent = 0;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "hipaajwt.fhir_export.events")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            Interlocked.Add(ref sent, tags.ToArray().Contains(new("outcome", "sent")) ? count : 0));
        listener.Start();

        await RunAsync(_ => UntilAsync(() => Interlocked.Read(ref sent) > 0));
    }

    [Theory]
    [InlineData(null, null, "*needs one receiver. Set either Endpoint or OutputFile.")]
    [InlineData("https://arr.example/fhir", "file", "*needs one receiver. Set either Endpoint or OutputFile.")]
    [InlineData("http://arr.example/fhir", null, "FhirAuditExportOptions.Endpoint is not an HTTPS address.*")]
    [InlineData("https://user:secret@arr.example/fhir", null, "FhirAuditExportOptions.Endpoint contains more than a base address.*")]
    public async Task A_wrong_option_stops_the_host(string? endpoint, string? file, string message)
    {
        using var host = Build(export =>
        {
            export.Endpoint = endpoint is null ? null : new Uri(endpoint);
            export.OutputFile = file;
        });

        (await host.Invoking(service => service.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Failures.Should().ContainSingle().Which.Should().Match(message).And.NotContain("secret");
    }

    [Theory]
    [InlineData(0, 300_000, true)]
    [InlineData(-1, 300_000, false)]
    [InlineData(300_000, 300_000, true)]
    [InlineData(300_001, 300_000, false)]
    [InlineData(0, 3_600_000, true)]
    [InlineData(0, 3_600_001, false)]
    [InlineData(0, 999, false)]
    public void Limits_have_two_ends(int completionTimeout, int maxRetryDelay, bool isValid)
    {
        var options = new FhirAuditExportOptions
        {
            Directory = _root,
            OutputFile = Output,
            CompletionTimeout = TimeSpan.FromMilliseconds(completionTimeout),
            MaxRetryDelay = TimeSpan.FromMilliseconds(maxRetryDelay),
        };

        var creation = FluentActions.Invoking(() => new FhirAuditExporter(options).Dispose());
        if (isValid)
        {
            creation.Should().NotThrow();
        }
        else
        {
            creation.Should().Throw<ArgumentException>();
        }
    }

    private IHost Build(Action<FhirAuditExportOptions>? configure = null, ILoggerProvider? log = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddHealthChecks().AddHipaaJwtFhirExport();
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = "https://idp.example",
            Audiences = { "charts" },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k" } },
        })).AddFileAuditLog(log =>
        {
            log.Directory = Path.Combine(_root, "audit");
            log.AllowVolatileFileSystem = true;
            log.CheckpointInterval = TimeSpan.FromMilliseconds(10);
        }).AddFhirAuditExport(configure ?? (export => export.OutputFile = Output)).Services
            .Configure<FhirAuditExportOptions>(export =>
            {
                export.PollInterval = export.MinRetryDelay = TimeSpan.FromMilliseconds(10);
                export.MaxRetryDelay = TimeSpan.FromMilliseconds(20);
            });
        return builder.Build();
    }

    private async Task<IReadOnlyList<string>> RunAsync(Func<IHost, Task> use, Action<FhirAuditExportOptions>? configure = null)
    {
        using var log = new LogLines();
        using var host = Build(configure, log);
        await host.StartAsync();
        await use(host);
        await host.StopAsync();
        return log.Lines;
    }

    private static async Task<HealthStatus> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private string[] Lines()
    {
        if (!File.Exists(Output))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(Output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
