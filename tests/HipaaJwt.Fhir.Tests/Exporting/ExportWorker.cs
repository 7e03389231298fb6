using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HipaaJwt.Fhir.Tests.Exporting;

/// <summary>A process that exports a log to an endpoint until it is killed.</summary>
internal static class ExportWorker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Starts such a process.</summary>
    public static Process Start(string directory, Uri endpoint, bool usePut) =>
        Start("export", directory, endpoint.ToString(), usePut.ToString());

    /// <summary>Starts such a process for a log in PostgreSQL. It sends by PUT.</summary>
    public static Process StartForDatabase(string connectionString, string schema, string cursor, Uri endpoint) =>
        Start("export-database", connectionString, schema, cursor, endpoint.ToString());

    /// <summary>Kills a process, and waits until it has ended.</summary>
    public static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
    }

    /// <summary>The process itself.</summary>
    public static async Task<int> RunAsync(string directory, Uri endpoint, bool usePut)
    {
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var options = new FhirAuditExportOptions { Directory = directory, Endpoint = endpoint, UsePut = usePut };
        using var exporter = new FhirAuditExporter(options, services.GetRequiredService<IHttpClientFactory>());
        await exporter.RunAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>The process itself, for a log in PostgreSQL.</summary>
    public static async Task<int> RunAsync(string connectionString, string schema, string cursor, Uri endpoint)
    {
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        await using var source = new NpgsqlSlimDataSourceBuilder(connectionString).Build();
        var database = new PostgreSqlAuditLogDatabase(source, new PostgreSqlAuditLogOptions { Schema = schema });
        var options = new FhirAuditExportOptions { CursorFile = cursor, Endpoint = endpoint, UsePut = true };
        using var exporter = new FhirAuditExporter(
            options, database, services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System, NullLogger.Instance, meters: null);
        await exporter.RunAsync(CancellationToken.None);
        return 0;
    }

    private static Process Start(params string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(ExportWorker).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        return Process.Start(program, arguments);
    }
}
