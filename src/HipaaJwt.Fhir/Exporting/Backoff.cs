using System.Security.Cryptography;

namespace HipaaJwt.Fhir.Exporting;

/// <summary>The delays between retries: doubled with each failure, limited, and varied so that instances do not retry together.</summary>
internal sealed class Backoff
{
    private const int Scale = 1_000;
    private const int MaxDoublings = 20;

    private readonly FhirAuditExportOptions _options;
    private int _failures;

    public Backoff(FhirAuditExportOptions options) => _options = options;

    /// <summary>Starts anew after a success.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The delay after a failure, at least what the receiver asks for.</summary>
    public TimeSpan Next(in StepResult failure)
    {
        var doubled = _options.MinRetryDelay * Math.Pow(2, Math.Min(_failures++, MaxDoublings));
        var isPermanent = failure.Status is FhirAuditExportStatus.Rejected or FhirAuditExportStatus.Damaged;
        var limited = isPermanent || doubled > _options.MaxRetryDelay ? _options.MaxRetryDelay : doubled;
        var varied = limited * (RandomNumberGenerator.GetInt32(Scale / 2, Scale + 1) / (double)Scale);
        return failure.RetryAfter is { } asked && asked > varied ? asked : varied;
    }
}
