using System.Diagnostics;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Records the response to a request whose access was granted, once for each request, if the options ask for it.</summary>
internal sealed class CompletionRecorder
{
    private readonly IAuditTrail _trail;
    private readonly bool _isEnabled;

    public CompletionRecorder(IAuditTrail trail, AuditOptions options)
    {
        _trail = trail;
        _isEnabled = options.RecordCompletedRequests && trail.IsEnabled;
    }

    /// <summary>Records the completion of the request if its decision is recorded.</summary>
    /// <returns>The result of the decision.</returns>
    public ValueTask<bool> FollowAsync(ValueTask<bool> recording, HttpContext context, ValidatedJwt? token) =>
        _isEnabled ? AwaitAsync(recording, context, token) : recording;

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> recording, HttpContext context, ValidatedJwt? token)
    {
        var isRecorded = await recording.ConfigureAwait(false);
        var state = RequestState.GetOrCreate(context);
        if (isRecorded && !state.IsCompletionRecorded)
        {
            state.IsCompletionRecorded = true;
            var completion = Create(context, state, token);
            context.Response.OnCompleted(() => RecordAsync(completion, context, state));
        }

        return isRecorded;
    }

    /// <summary>The parts that are known at the decision. The feature of the endpoint may be gone when the response is complete.</summary>
    private static AuditEvent Create(HttpContext context, RequestState state, ValidatedJwt? token) => new(default, token)
    {
        Type = AuditEventType.RequestCompleted,
        Resource = state.GetResource(context),
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        RemoteAddress = context.Connection.RemoteIpAddress,
    };

    /// <summary>The status is 0 if the connection broke before a response was sent.</summary>
    private async Task RecordAsync(AuditEvent completion, HttpContext context, RequestState state) =>
        await _trail.RecordAsync(completion with
        {
            ResponseStatus = context.Response.StatusCode is > 0 and var status ? status : null,
            OmittedCategories = state.OmittedCategories,
        }).ConfigureAwait(false);
}
