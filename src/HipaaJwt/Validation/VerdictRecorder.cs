using System.Runtime.CompilerServices;
using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using HipaaJwt.PhiClaims;

namespace HipaaJwt.Validation;

/// <summary>
/// Writes the audit event of a verdict and counts the answer. If a required sink cannot record the event, the token is rejected.
/// </summary>
internal sealed class VerdictRecorder
{
    private readonly IAuditTrail _trail;
    private readonly AuditEventFactory _events;
    private readonly ValidationTelemetry _telemetry;
    private readonly RejectedClaimsReporter _rejectedClaims;

    public VerdictRecorder(
        IAuditTrail trail, AuditEventFactory events, ValidationTelemetry telemetry, RejectedClaimsReporter rejectedClaims)
    {
        _trail = trail;
        _events = events;
        _telemetry = telemetry;
        _rejectedClaims = rejectedClaims;
    }

    /// <summary>Records a pending PHI warning and then the verdict.</summary>
    public ValueTask<JwtValidationResult> RecordAsync(
        in Verdict verdict, in JwtValidationRequest request, CancellationToken cancellationToken) =>
        verdict.Token is { PhiClaimWarning: { IsRecorded: false } warning } token && _trail.IsEnabled
            ? RecordWithWarningAsync(warning, token, verdict, request, cancellationToken)
            : RecordVerdictAsync(verdict, request, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> RecordWithWarningAsync(
        PendingPhiClaimWarning warning,
        ValidatedJwt token,
        Verdict verdict,
        JwtValidationRequest request,
        CancellationToken cancellationToken)
    {
        var isRecorded = await warning.RecordAsync(
            attempt => _trail.RecordAsync(_events.PhiClaimWarning(token, warning.Entries, request), attempt),
            cancellationToken).ConfigureAwait(false);
        return isRecorded
            ? await RecordVerdictAsync(verdict, request, cancellationToken).ConfigureAwait(false)
            : Answer(JwtValidationResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable)));
    }

    private ValueTask<JwtValidationResult> RecordVerdictAsync(
        in Verdict verdict, in JwtValidationRequest request, CancellationToken cancellationToken)
    {
        if (verdict.Token is null)
        {
            _rejectedClaims.Report(verdict.Error, verdict.Issuer, verdict.Claims);
        }

        if (!_trail.IsEnabled || (verdict.Token is not null && request.AccessDecisionFollows))
        {
            _telemetry.RecordValidation(verdict.Error.Code);
            return new ValueTask<JwtValidationResult>(verdict.ToResult());
        }

        var result = verdict.ToResult();
        var recording = _trail.RecordAsync(CreateEvent(verdict, request), cancellationToken);
        return recording.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(Answer(result, recording.Result))
            : AwaitAsync(result, recording);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private AuditEvent CreateEvent(in Verdict verdict, in JwtValidationRequest request) => verdict.Token is { } token
        ? _events.Accepted(token, request)
        : _events.Rejected(verdict.Error, verdict.Issuer?.Issuer, verdict.Claims, request);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> AwaitAsync(JwtValidationResult result, ValueTask<bool> recording) =>
        Answer(result, await recording.ConfigureAwait(false));

    /// <summary>Counts the answer, which is a rejection if the event of the result was not recorded.</summary>
    private JwtValidationResult Answer(in JwtValidationResult result, bool isRecorded = true)
    {
        var answer = isRecorded ? result : JwtValidationResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));
        _telemetry.RecordValidation(answer.Error.Code);
        return answer;
    }
}
