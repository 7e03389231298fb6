using System.Security.Cryptography;
using HipaaJwt.Fhir.Tests.Support;
using HipaaJwt.Stores.Tests.AuditLogs;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace HipaaJwt.Fhir.Tests.Hosting;

/// <summary>The export finds the log of the service in its database.</summary>
public sealed class DatabaseHostTests(SharedPostgreSqlServer shared) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hipaajwt-fhir").FullName;
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output => Path.Combine(_root, "audit.ndjson");

    private string Cursor => Path.Combine(_root, "fhir.cursor");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public Task The_export_follows_a_log_in_SQLite_and_its_last_events_follow_after_the_next_start() =>
        FollowsAsync(builder => AddSqlite(builder), exportFirst: false);

    [Fact]
    public async Task The_export_follows_a_log_in_PostgreSQL_and_its_last_events_follow_after_the_next_start()
    {
        var server = await shared.GetAsync();
        await using var source = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        var schema = $"fhir_{Guid.NewGuid():N}";
        await FollowsAsync(
            builder => builder.AddPostgreSqlAuditLog(source, log =>
            {
                (log.Schema, log.ApplySchema) = (schema, true);
                Configure(log);
            }),
            exportFirst: true);
    }

    [Fact]
    public async Task Without_a_log_the_host_stops_and_names_the_ways_to_add_one() =>
        await StopsAsync(
            builder => AddExport(builder),
            "FhirAuditExportOptions.Directory is empty.*AddFileAuditLog, AddPostgreSqlAuditLog or AddSqliteAuditLog.");

    [Fact]
    public async Task Two_logs_of_the_service_stop_the_host() =>
        await StopsAsync(
            builder => AddExport(AddSqlite(builder).AddFileAuditLog(log =>
            {
                log.Directory = Path.Combine(_root, "files");
                log.AllowVolatileFileSystem = true;
            })),
            "FhirAuditExportOptions.Directory is *files, and the service also has an audit log in SQLite *audit.db. An export reads one "
            + "log. *remove Directory and AddFileAuditLog*");

    [Fact]
    public async Task A_directory_besides_the_database_stops_the_host() =>
        await StopsAsync(
            builder => AddExport(AddSqlite(builder), export => export.Directory = _root),
            "FhirAuditExportOptions.Directory is *An export reads one log.*");

    [Fact]
    public async Task A_database_without_a_cursor_file_stops_the_host() =>
        await StopsAsync(
            builder => AddExport(AddSqlite(builder), export => export.CursorFile = null),
            "FhirAuditExportOptions.CursorFile is empty*Set a file on a disk that survives the process*");

    [Fact]
    public async Task The_cursor_of_another_log_makes_the_export_unhealthy_and_the_service_runs()
    {
        await File.WriteAllTextAsync(Cursor, """{"version":1,"streams":{"clinic/6f9c":{"next":7,"joined":[]}}}""", Cancellation);
        using var host = Build(builder => AddExport(AddSqlite(builder)));
        await host.StartAsync(Cancellation);

        await Eventually.TrueAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Unhealthy, "the cursor is refused");
        (await host.Services.GetRequiredService<IAuditTrail>().RecordAsync(Events.Of(AuditEventType.AccessDenied), Cancellation))
            .Should().BeTrue();

        (await CheckAsync(host)).Data["reason"].Should().BeOfType<string>().Which.Should().Contain("clinic/6f9c");
        File.Exists(Output).Should().BeFalse();
        await host.StopAsync(Cancellation);
    }

    private async Task FollowsAsync(Func<HipaaJwtBuilder, HipaaJwtBuilder> addLog, bool exportFirst)
    {
        void Add(HipaaJwtBuilder builder) => _ = exportFirst ? addLog(AddExport(builder)) : AddExport(addLog(builder));
        using (var host = Build(Add))
        {
            await host.StartAsync(Cancellation);
            (await host.Services.GetRequiredService<IAuditTrail>().RecordAsync(Events.Of(AuditEventType.AccessDenied), Cancellation))
                .Should().BeTrue();
            await Eventually.TrueAsync(() => Task.FromResult(Lines().Length >= 2), "the events must arrive");
            (await CheckAsync(host)).Status.Should().Be(HealthStatus.Healthy);
            await host.StopAsync(Cancellation);
        }

        using var next = Build(Add);
        await next.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(Lines().Length >= 4), "the last events must arrive");
        await next.StopAsync(Cancellation);

        Lines().Should().OnlyHaveUniqueItems().And.Contain(line => line.Contains("110133", StringComparison.Ordinal));
    }

    private async Task StopsAsync(Action<HipaaJwtBuilder> add, string message)
    {
        using var host = Build(add);

        (await host.Awaiting(service => service.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>())
            .Which.Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    private HipaaJwtBuilder AddSqlite(HipaaJwtBuilder builder) =>
        builder.AddSqliteAuditLog(Path.Combine(_root, "audit.db"), Configure);

    private void Configure(AuditLogOptions log) =>
        (log.SigningKeyFile, log.CheckpointInterval) = (_key.Path, TimeSpan.FromMilliseconds(10));

    private HipaaJwtBuilder AddExport(HipaaJwtBuilder builder, Action<FhirAuditExportOptions>? configure = null) =>
        builder.AddFhirAuditExport(export =>
        {
            (export.OutputFile, export.CursorFile) = (Output, Cursor);
            export.PollInterval = export.MinRetryDelay = TimeSpan.FromMilliseconds(10);
            export.MaxRetryDelay = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(export);
        });

    private static IHost Build(Action<HipaaJwtBuilder> add)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks().AddHipaaJwtFhirExport();
        add(builder.Services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = "https://idp.example",
            Audiences = { "charts" },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k" } },
        })));
        return builder.Build();
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["hipaajwt-fhir-export"];

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
