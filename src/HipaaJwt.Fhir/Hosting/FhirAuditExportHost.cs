using System.Diagnostics.Metrics;
using HipaaJwt.Fhir.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Fhir.Hosting;

/// <summary>Runs the export while the host runs. What is left at its end is exported after the next start.</summary>
internal sealed class FhirAuditExportHost : BackgroundService
{
    private readonly IOptions<FhirAuditExportOptions> _options;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly IMeterFactory _meters;
    private readonly ILogger<FhirAuditExporter> _logger;
    private readonly IAuditLogDatabase? _database;

    public FhirAuditExportHost(
        IOptions<FhirAuditExportOptions> options,
        IHttpClientFactory clients,
        TimeProvider time,
        IMeterFactory meters,
        ILogger<FhirAuditExporter> logger,
        DatabaseAuditLogRegistration? log = null)
    {
        _options = options;
        _clients = clients;
        _time = time;
        _meters = meters;
        _logger = logger;
        _database = log?.Database;
    }

    /// <summary>The export; null before the start.</summary>
    public FhirAuditExporter? Exporter { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var options = _options.Value;
        if (options.DeadLetterFile is not null)
        {
            Log.WarnDeadLetters(_logger);
        }

        if (options.Mapping.IncludePatientData)
        {
            Log.WarnPatientData(_logger);
        }

        Exporter = new FhirAuditExporter(options, _database, _clients, _time, _logger, _meters);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        Exporter?.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Exporter!.RunAsync(stoppingToken);
}
