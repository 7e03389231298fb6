using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>
/// Records each decision of the application's authorization service. Endpoints, hubs and code that asks by hand all go
/// through that service, so that none is missed.
/// </summary>
internal sealed class RecordedAuthorizationService : IAuthorizationService
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Recorded";

    private readonly IAuthorizationService _inner;
    private readonly IAuthorizationPolicyProvider _policies;
    private readonly IHttpContextAccessor _contexts;
    private readonly DecisionRecorder _recorder;

    public RecordedAuthorizationService(
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

    public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements)
    {
        var deciding = _inner.AuthorizeAsync(user, resource, requirements);
        return _recorder.IsEnabled ? RecordAsync(deciding, user, resource, requirements) : deciding;
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
        return await RecordAsync(deciding, user, resource, policy?.Requirements ?? []).ConfigureAwait(false);
    }

    /// <summary>Where the decision and its record are there at once, as they mostly are, nothing is kept for an await.</summary>
    private Task<AuthorizationResult> RecordAsync(
        Task<AuthorizationResult> deciding, ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements)
    {
        if (!deciding.IsCompletedSuccessfully)
        {
            return AwaitAsync(deciding, user, resource, requirements);
        }

        var context = ContextOf(resource);
#pragma warning disable CA1849 // The task has ended, so that nothing is waited for.
        var recording = RecordAsync(deciding.Result, user, resource, context, requirements);
#pragma warning restore CA1849
        return recording.IsCompletedSuccessfully ? ConcludeAsync(deciding, recording.Result, context) : AwaitAsync(deciding, recording, context);
    }

    private async Task<AuthorizationResult> AwaitAsync(
        Task<AuthorizationResult> deciding, ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements)
    {
        await deciding.ConfigureAwait(false);
        return await RecordAsync(deciding, user, resource, requirements).ConfigureAwait(false);
    }

    private static async Task<AuthorizationResult> AwaitAsync(Task<AuthorizationResult> decided, ValueTask<bool> recording, HttpContext? context) =>
        await ConcludeAsync(decided, await recording.ConfigureAwait(false), context).ConfigureAwait(false);

    private static Task<AuthorizationResult> ConcludeAsync(Task<AuthorizationResult> decided, bool isRecorded, HttpContext? context)
    {
        if (isRecorded)
        {
            return decided;
        }

        if (context is not null)
        {
            RequestState.Of(context).KeepUnrecordedDecision();
        }

        return Task.FromResult(AuthorizationResult.Failed());
    }

    /// <summary>Returns whether the decision may stand.</summary>
    private ValueTask<bool> RecordAsync(
        AuthorizationResult result, ClaimsPrincipal user, object? resource, HttpContext? context, IEnumerable<IAuthorizationRequirement> requirements)
    {
        var token = Caller.TokenOf(user);
        var permission = AccessDecision.PermissionsIn(requirements);
        if (token is null && !IsOurs(permission, user, result, context))
        {
            return new ValueTask<bool>(true);
        }

        var decision = new AccessDecision(AccessDecision.ReasonOf(result, token), token, permission, ResourceOf(resource, context));
        return _recorder.AccessDecidedAsync(decision, context);
    }

    /// <summary>
    /// Without a token, a decision is ours where a permission was asked for or nobody else vouches for the caller; but not
    /// where its denial merely follows from the refusal of a token, which is in the trail already.
    /// </summary>
    private static bool IsOurs(string? permission, ClaimsPrincipal user, AuthorizationResult result, HttpContext? context) =>
        (permission is not null || Caller.IsAnonymous(user))
        && (result.Succeeded || context is null || RequestState.Find(context)?.WasRefused != true);

    private HttpContext? ContextOf(object? resource) => resource switch
    {
        HttpContext context => context,
        HubInvocationContext invocation => invocation.Context.GetHttpContext(),
        _ => _contexts.HttpContext,
    };

    private static string? ResourceOf(object? resource, HttpContext? context)
    {
        var asked = context is null ? null : RequestState.Of(context).ResourceOf(context);
        return resource is HubInvocationContext invocation ? asked + "#" + invocation.HubMethodName : asked;
    }
}
