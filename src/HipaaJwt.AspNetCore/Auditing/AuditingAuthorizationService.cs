using System.Security.Claims;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>
/// Records each decision of the application's authorization service. Endpoints, hubs and imperative authorization all call that
/// service, so every decision is recorded.
/// </summary>
internal sealed class AuditingAuthorizationService : IAuthorizationService
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Auditing";

    private readonly IAuthorizationService _inner;
    private readonly IAuthorizationPolicyProvider _policies;
    private readonly IHttpContextAccessor _contexts;
    private readonly DecisionRecorder _recorder;

    public AuditingAuthorizationService(
        [FromKeyedServices(InnerKey)] IAuthorizationService inner,
        IAuthorizationPolicyProvider policies,
        IHttpContextAccessor contexts,
        DecisionRecorder recorder)
    {
        _inner = inner;
        _policies = policies;
        _contexts = contexts;
        _recorder = recorder;
    }

    public Task<AuthorizationResult> AuthorizeAsync(
        ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements)
    {
        var deciding = _inner.AuthorizeAsync(user, resource, requirements);
        return _recorder.IsEnabled ? RecordAsync(deciding, new AuthorizationCall(user, resource, requirements, null)) : deciding;
    }

    public async Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, string policyName)
    {
        var deciding = _inner.AuthorizeAsync(user, resource, policyName);
        if (!_recorder.IsEnabled)
        {
            return await deciding.ConfigureAwait(false);
        }

        await deciding.ConfigureAwait(false);
        var policy = await _policies.GetPolicyAsync(policyName).ConfigureAwait(false);
        var call = new AuthorizationCall(user, resource, policy?.Requirements ?? [], policyName);
        return await RecordAsync(deciding, call).ConfigureAwait(false);
    }

    /// <summary>Avoids the allocation of an await if the decision and its record complete synchronously, as they usually do.</summary>
    private Task<AuthorizationResult> RecordAsync(Task<AuthorizationResult> deciding, in AuthorizationCall call)
    {
        if (!deciding.IsCompletedSuccessfully)
        {
            return AwaitAsync(deciding, call);
        }

        var context = ContextOf(call.Resource);
#pragma warning disable CA1849 // The task has completed, so nothing blocks.
        var recording = RecordAsync(deciding.Result, call, context);
#pragma warning restore CA1849
        return recording.IsCompletedSuccessfully
            ? CompleteAsync(deciding, recording.Result, context)
            : AwaitAsync(deciding, recording, context);
    }

    private async Task<AuthorizationResult> AwaitAsync(Task<AuthorizationResult> deciding, AuthorizationCall call)
    {
        await deciding.ConfigureAwait(false);
        return await RecordAsync(deciding, call).ConfigureAwait(false);
    }

    private static async Task<AuthorizationResult> AwaitAsync(
        Task<AuthorizationResult> decided, ValueTask<bool> recording, HttpContext? context) =>
        await CompleteAsync(decided, await recording.ConfigureAwait(false), context).ConfigureAwait(false);

    private static Task<AuthorizationResult> CompleteAsync(Task<AuthorizationResult> decided, bool isRecorded, HttpContext? context)
    {
        if (isRecorded)
        {
            return decided;
        }

        if (context is not null)
        {
            RequestState.GetOrCreate(context).SetUnavailable();
        }

        return Task.FromResult(AuthorizationResult.Failed());
    }

    /// <summary>Records the decision.</summary>
    /// <returns>False if a required sink failed, so the decision must be treated as denied.</returns>
    private ValueTask<bool> RecordAsync(AuthorizationResult result, in AuthorizationCall call, HttpContext? context)
    {
        var token = PrincipalToken.Of(call.User);
        var permissions = AccessDecision.PermissionsOf(call.Requirements);
        if (token is null && !IsRecordedWithoutToken(permissions, call.User, result, context))
        {
            return new ValueTask<bool>(true);
        }

        var decision = new AccessDecision(
            AccessDecision.ReasonOf(result, token), token, permissions, PolicyNameOf(call), ResourceOf(call.Resource, context));
        return _recorder.RecordAccessDecisionAsync(decision, context);
    }

    /// <summary>The names of permission and step-up policies repeat their requirements, which the event already contains.</summary>
    private static string? PolicyNameOf(in AuthorizationCall call) =>
        call.PolicyName is { } name && !name.StartsWith("HipaaJwt.", StringComparison.Ordinal) ? name : null;

    /// <summary>
    /// Without a token, a decision is recorded if a permission was required or no other scheme authenticated the caller. A denial
    /// that only follows from a rejected token is not recorded, because the rejection already wrote an event.
    /// </summary>
    private static bool IsRecordedWithoutToken(
        IReadOnlyList<string> permissions, ClaimsPrincipal user, AuthorizationResult result, HttpContext? context) =>
        (permissions.Count > 0 || PrincipalToken.IsAnonymous(user))
        && (result.Succeeded || context is null || RequestState.Find(context)?.WasRejected != true);

    private HttpContext? ContextOf(object? resource) => resource switch
    {
        HttpContext context => context,
        HubInvocationContext invocation => invocation.Context.GetHttpContext(),
        _ => _contexts.HttpContext,
    };

    private static string? ResourceOf(object? resource, HttpContext? context)
    {
        var requested = context is null ? null : RequestState.GetOrCreate(context).GetResource(context);
        return resource is HubInvocationContext invocation ? requested + "#" + invocation.HubMethodName : requested;
    }

    /// <summary>The arguments of a call to the authorization service.</summary>
    private readonly record struct AuthorizationCall(
        ClaimsPrincipal User, object? Resource, IEnumerable<IAuthorizationRequirement> Requirements, string? PolicyName);
}
