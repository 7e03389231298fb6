using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Fhir.Tests.Exporting;

/// <summary>A process that exports a log to an endpoint until it is killed.</summary>
internal static class ExportWorker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Starts such a process.</summary>
    public static Process Start(string directory, Uri endpoint, bool usePut)
    {
        var program = Path.ChangeExtension(typeof(ExportWorker).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        return Process.Start(program, ["export", directory, endpoint.ToString(), usePut.ToString()]);
    }

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
}
