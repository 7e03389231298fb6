using Microsoft.Extensions.Options;

namespace HipaaJwt.Fhir.Opening;

/// <summary>Exports the log of the service unless another one is configured.</summary>
internal sealed class LogDirectoryDefault : IPostConfigureOptions<FhirAuditExportOptions>
{
    private readonly IOptions<FileAuditLogOptions> _log;

    public LogDirectoryDefault(IOptions<FileAuditLogOptions> log) => _log = log;

    public void PostConfigure(string? name, FhirAuditExportOptions options)
    {
        if (string.IsNullOrEmpty(options.Directory))
        {
            options.Directory = _log.Value.Directory;
        }
    }
}
