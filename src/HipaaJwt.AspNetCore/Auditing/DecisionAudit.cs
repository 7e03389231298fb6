using System.Security.Claims;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Revalidates the tokens of authorization calls, and records the decisions.</summary>
internal sealed class DecisionAudit
{
    private readonly CallerTokens _tokens;
    private readonly IJwtRevalidator _revalidator;
    private readonly DecisionRecorder _recorder;

    public DecisionAudit(CallerTokens tokens, IJwtRevalidator revalidator, DecisionRecorder recorder, CurrentRequest current)
    {
        _tokens = tokens;
        _revalidator = revalidator;
        _recorder = recorder;
        Current = current;
    }

    public CurrentRequest Current { get; }

    /// <summary>Whether decisions are recorded.</summary>
    public bool IsEnabled => _recorder.IsEnabled;

    /// <summary>Returns whether the resource or the running code knows the request.</summary>
    public bool KnowsRequestOf(object? resource) => _tokens.ContextOf(resource) is not null;

    public AuthorizationCall CreateCall(
        ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements, string? policyName)
    {
        var context = _tokens.ContextOf(resource);
        var (isEndpoint, follows) = context is null ? default : RequestState.Find(context)?.EndEndpointDecision() ?? default;
        return new AuthorizationCall(
            user, resource, requirements, policyName, _tokens.Find(user, resource), context, isEndpoint, follows);
    }

    /// <summary>Returns why the token of the call may no longer be used.</summary>
    public JwtError Revalidate(in AuthorizationCall call) => call.Token is { } token ? _revalidator.Revalidate(token) : JwtError.None;

    /// <summary>Denies access because the token may no longer be used.</summary>
    public async Task<AuthorizationResult> RefuseAsync(JwtError error, AuthorizationCall call)
    {
        if (call is { IsEndpoint: true, Context: { } context })
        {
            RequestState.GetOrCreate(context).Withdraw(error);
        }

        var permissions = AccessDecision.PermissionsOf(call.Requirements);
        var decision = new AccessDecision(error.Code, call.Token, permissions, call.RecordedPolicy, call.ResourceName);
        var denied = Task.FromResult(AuthorizationResult.Failed());
        var recorded = !_recorder.IsEnabled || await _recorder.RecordAccessDecisionAsync(decision, call.Context).ConfigureAwait(false);
        return await CompleteAsync(denied, recorded, call).ConfigureAwait(false);
    }

    /// <summary>
    /// Records a decision. Avoids the allocation of an await if the decision and its record complete synchronously,
    /// as they usually do.
    /// </summary>
    public Task<AuthorizationResult> RecordAsync(Task<AuthorizationResult> deciding, in AuthorizationCall call)
    {
        if (!deciding.IsCompletedSuccessfully)
        {
            return AwaitAsync(deciding, call);
        }

#pragma warning disable CA1849 // The task has completed, so nothing blocks.
        var recording = RecordAsync(deciding.Result, call);
#pragma warning restore CA1849
        return recording.IsCompletedSuccessfully
            ? CompleteAsync(deciding, recording.Result, call)
            : AwaitAsync(deciding, recording, call);
    }

    private async Task<AuthorizationResult> AwaitAsync(Task<AuthorizationResult> deciding, AuthorizationCall call)
    {
        await deciding.ConfigureAwait(false);
        return await RecordAsync(deciding, call).ConfigureAwait(false);
    }

    private static async Task<AuthorizationResult> AwaitAsync(
        Task<AuthorizationResult> decided, ValueTask<bool> recording, AuthorizationCall call) =>
        await CompleteAsync(decided, await recording.ConfigureAwait(false), call).ConfigureAwait(false);

    private static Task<AuthorizationResult> CompleteAsync(Task<AuthorizationResult> decided, bool isRecorded, in AuthorizationCall call)
    {
        if (isRecorded)
        {
            return decided;
        }

        if (call.Context is { } context)
        {
            RequestState.GetOrCreate(context).SetUnavailable();
        }

        return Task.FromResult(AuthorizationResult.Failed());
    }

    /// <summary>Records the decision.</summary>
    /// <returns>False if a required sink failed, so the decision must be treated as denied.</returns>
    private ValueTask<bool> RecordAsync(AuthorizationResult result, in AuthorizationCall call)
    {
        var permissions = AccessDecision.PermissionsOf(call.Requirements);
        if (!call.IsRecorded(permissions, result))
        {
            return new ValueTask<bool>(true);
        }

        var reason = AccessDecision.ReasonOf(result, call.Token);
        var decision = new AccessDecision(reason, call.Token, permissions, call.RecordedPolicy, call.ResourceName);
        return _recorder.RecordAccessDecisionAsync(decision, call.Context);
    }
}
