using System.Runtime.CompilerServices;
using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;

namespace HipaaJwt.Validation;

/// <summary>Counts a verdict and writes its audit event. If a required sink cannot record the event, the token is rejected.</summary>
internal sealed class VerdictRecorder
{
    private static readonly JwtValidationResult Unavailable = JwtValidationResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));

    private readonly IAuditTrail _trail;
    private readonly AuditEventFactory _events;
    private readonly ValidationTelemetry _telemetry;

    public VerdictRecorder(IAuditTrail trail, AuditEventFactory events, ValidationTelemetry telemetry)
    {
        _trail = trail;
        _events = events;
        _telemetry = telemetry;
    }

    /// <summary>Records a pending PHI warning and then the verdict.</summary>
    public ValueTask<JwtValidationResult> RecordAsync(
        in Verdict verdict, in JwtValidationRequest request, CancellationToken cancellationToken) =>
        verdict.Token is { PhiClaimWarning: { } warning } token && _trail.IsEnabled && warning.TryAcquire()
            ? RecordWithWarningAsync(new PhiClaimWarningRecord(_trail, warning), token, verdict, request, cancellationToken)
            : RecordVerdictAsync(verdict, request, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> RecordWithWarningAsync(
        PhiClaimWarningRecord warning,
        ValidatedJwt token,
        Verdict verdict,
        JwtValidationRequest request,
        CancellationToken cancellationToken)
    {
        var warningEvent = _events.PhiClaimWarning(token, warning.Entries, request);
        if (await warning.WriteAsync(warningEvent, cancellationToken).ConfigureAwait(false))
        {
            return await RecordVerdictAsync(verdict, request, cancellationToken).ConfigureAwait(false);
        }

        _telemetry.RecordValidation(JwtErrorCode.AuditUnavailable);
        return Unavailable;
    }

    private ValueTask<JwtValidationResult> RecordVerdictAsync(
        in Verdict verdict, in JwtValidationRequest request, CancellationToken cancellationToken)
    {
        _telemetry.RecordValidation(verdict.Error.Code);
        var result = verdict.ToResult();
        if (!_trail.IsEnabled || (result.IsValid && request.AccessDecisionFollows))
        {
            return new ValueTask<JwtValidationResult>(result);
        }

        var recording = _trail.RecordAsync(CreateEvent(verdict, request), cancellationToken);
        return recording.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(recording.Result ? result : Unavailable)
            : AwaitAsync(result, recording);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private AuditEvent CreateEvent(in Verdict verdict, in JwtValidationRequest request) => verdict.Token is { } token
        ? _events.Accepted(token, request)
        : _events.Rejected(verdict.Error, verdict.Issuer?.Issuer, verdict.Claims, request);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async ValueTask<JwtValidationResult> AwaitAsync(JwtValidationResult result, ValueTask<bool> recording) =>
        await recording.ConfigureAwait(false) ? result : Unavailable;
}
