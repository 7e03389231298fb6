using System.Diagnostics.Metrics;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Counts requests that are rejected before the validator sees their token, in the metric of the validator. A meter returns the same
/// instrument for the same name, unit and description.
/// </summary>
internal sealed class RejectionTelemetry
{
    private readonly Counter<long> _validations;

    public RejectionTelemetry(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes of it.
        var meter = meters.Create(HipaaJwtDiagnostics.MeterName);
#pragma warning restore CA2000
        _validations = meter.CreateCounter<long>("hipaajwt.token.validations", "{token}", "Validated tokens, by error code.");
    }

#pragma warning disable CA1031 // A meter listener of the application may throw any exception. It must not fail the request.
    public void RecordRejection(JwtErrorCode code)
    {
        try
        {
            if (_validations.Enabled)
            {
                _validations.Add(1, new KeyValuePair<string, object?>("code", code.ToString()));
            }
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
#pragma warning restore CA1031
}
