using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>Counts validations by error code, never by data of a token.</summary>
internal sealed class ValidationTelemetry
{
    private static readonly FrozenDictionary<JwtErrorCode, string> Names =
        Enum.GetValues<JwtErrorCode>().ToFrozenDictionary(code => code, code => code.ToString());

    private readonly GuardedCounter _validations;

    public ValidationTelemetry(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes of it.
        var meter = meters.Create(HipaaJwtDiagnostics.MeterName);
#pragma warning restore CA2000
        _validations = new(meter.CreateCounter<long>("hipaajwt.token.validations", "{token}", "Validated tokens, by error code."));
    }

    public void RecordValidation(JwtErrorCode code)
    {
        if (_validations.IsEnabled)
        {
            _validations.Increment(new KeyValuePair<string, object?>("code", Names.GetValueOrDefault(code, "Other")));
        }
    }
}
