using System.Diagnostics;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Writes the audit events of requests.</summary>
internal sealed class DecisionRecorder
{
    private readonly IAuditTrail _trail;
    private readonly CompletionRecorder _completions;

    public DecisionRecorder(IAuditTrail trail, CompletionRecorder completions)
    {
        _trail = trail;
        _completions = completions;
    }

    public bool IsEnabled => _trail.IsEnabled;

    /// <summary>Records the rejection of a token that was not parsed. The event contains no claims.</summary>
    public ValueTask<bool> RecordTokenRejectionAsync(HttpContext context, JwtErrorCode code) =>
        RecordTokenAsync(context, null, AuditEventType.TokenRejected, code);

    /// <summary>Records an accepted token whose validation wrote no event.</summary>
    public ValueTask<bool> RecordAcceptanceAsync(HttpContext context, ValidatedJwt token) =>
        RecordTokenAsync(context, token, AuditEventType.TokenAccepted, JwtErrorCode.None);

    /// <summary>Records that the application rejected an accepted token.</summary>
    public ValueTask<bool> RecordApplicationRejectionAsync(HttpContext context, ValidatedJwt? token) =>
        RecordTokenAsync(context, token, AuditEventType.TokenRejected, JwtErrorCode.RejectedByApplication);

    /// <summary>Records an access decision. If access is granted, the completion of the request is recorded too.</summary>
    public ValueTask<bool> RecordAccessDecisionAsync(in AccessDecision decision, HttpContext? context)
    {
        var recording = WriteAccessDecisionAsync(decision, context);
        return context is null || decision.Reason != JwtErrorCode.None
            ? recording
            : _completions.FollowAsync(recording, context, decision.Token);
    }

    /// <summary>Records the access of a request to the record of a patient.</summary>
    public ValueTask<bool> RecordPatientAccessAsync(HttpContext context, PatientAccess access, CancellationToken cancellationToken)
    {
        var token = context.GetValidatedJwt();
        return _completions.FollowAsync(WritePatientAccessAsync(context, token, access, cancellationToken), context, token);
    }

    private ValueTask<bool> WriteAccessDecisionAsync(in AccessDecision decision, HttpContext? context)
    {
        var record = context is null ? default(AccessedRecord?) : AccessedRecord.Of(context);
        return _trail.RecordAsync(new AuditEvent(_trail.CreateStamp(), decision.Token)
        {
            Type = decision.Reason == JwtErrorCode.None ? AuditEventType.AccessGranted : AuditEventType.AccessDenied,
            ReasonCode = decision.Reason,
            Permissions = decision.Permissions,
            Policy = decision.Policy,
            Action = record?.Action,
            Resource = decision.Resource,
            ResourceType = record?.Type,
            ResourceId = record?.Id,
            Patient = record?.Patient,
            RequestId = context?.TraceIdentifier,
            TraceId = CurrentTraceId(),
            RemoteAddress = context?.Connection.RemoteIpAddress,
        });
    }

    private ValueTask<bool> WritePatientAccessAsync(
        HttpContext context, ValidatedJwt? token, PatientAccess access, CancellationToken cancellationToken)
    {
        var record = AccessedRecord.Of(context);
        return _trail.RecordAsync(
            new AuditEvent(_trail.CreateStamp(), token)
            {
                Type = AuditEventType.AccessGranted,
                Action = access.Action ?? record.Action,
                Resource = RequestState.GetOrCreate(context).GetResource(context),
                ResourceType = access.ResourceType ?? record.Type,
                ResourceId = access.ResourceId ?? record.Id,
                Patient = access.Patient,
                PurposeOfUse = access.PurposeOfUse,
                DataCategories = access.DataCategories,
                SecurityLabels = access.SecurityLabels,
                Recipient = access.Recipient,
                RequestId = context.TraceIdentifier,
                TraceId = CurrentTraceId(),
                RemoteAddress = context.Connection.RemoteIpAddress,
            },
            cancellationToken);
    }

    private ValueTask<bool> RecordTokenAsync(HttpContext context, ValidatedJwt? token, AuditEventType type, JwtErrorCode code) => IsEnabled
        ? _trail.RecordAsync(new AuditEvent(_trail.CreateStamp(), token)
        {
            Type = type,
            ReasonCode = code,
            RequestId = context.TraceIdentifier,
            TraceId = CurrentTraceId(),
            Resource = RequestState.GetOrCreate(context).GetResource(context),
            RemoteAddress = context.Connection.RemoteIpAddress,
        })
        : new ValueTask<bool>(true);

    private static string? CurrentTraceId() => Activity.Current?.TraceId.ToHexString();
}
