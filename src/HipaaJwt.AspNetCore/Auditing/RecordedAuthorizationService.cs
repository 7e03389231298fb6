using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using HipaaJwt.AspNetCore.Requests;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>
/// Records each decision of the application's authorization service. Endpoints, hubs and code that asks by hand all use that
/// service, so no decision is missed.
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
        return _recorder.IsEnabled ? RecordAsync(deciding, new Question(user, resource, requirements, null)) : deciding;
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
        return await RecordAsync(deciding, new Question(user, resource, policy?.Requirements ?? [], policyName)).ConfigureAwait(false);
    }

    /// <summary>If the decision and its record are complete at once, as they mostly are, nothing is allocated for an await.</summary>
    private Task<AuthorizationResult> RecordAsync(Task<AuthorizationResult> deciding, in Question question)
    {
        if (!deciding.IsCompletedSuccessfully)
        {
            return AwaitAsync(deciding, question);
        }

        var context = ContextOf(question.Resource);
#pragma warning disable CA1849 // The task has completed, so nothing blocks.
        var recording = RecordAsync(deciding.Result, question, context);
#pragma warning restore CA1849
        return recording.IsCompletedSuccessfully ? CompleteAsync(deciding, recording.Result, context) : AwaitAsync(deciding, recording, context);
    }

    private async Task<AuthorizationResult> AwaitAsync(Task<AuthorizationResult> deciding, Question question)
    {
        await deciding.ConfigureAwait(false);
        return await RecordAsync(deciding, question).ConfigureAwait(false);
    }

    private static async Task<AuthorizationResult> AwaitAsync(Task<AuthorizationResult> decided, ValueTask<bool> recording, HttpContext? context) =>
        await CompleteAsync(decided, await recording.ConfigureAwait(false), context).ConfigureAwait(false);

    private static Task<AuthorizationResult> CompleteAsync(Task<AuthorizationResult> decided, bool isRecorded, HttpContext? context)
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
    private ValueTask<bool> RecordAsync(AuthorizationResult result, in Question question, HttpContext? context)
    {
        var token = PrincipalToken.Of(question.User);
        var permissions = AccessDecision.PermissionsIn(question.Requirements);
        if (token is null && !IsOurs(permissions, question.User, result, context))
        {
            return new ValueTask<bool>(true);
        }

        var decision = new AccessDecision(
            AccessDecision.ReasonOf(result, token), token, permissions, PolicyNameOf(question), ResourceOf(question.Resource, context));
        return _recorder.AccessDecidedAsync(decision, context);
    }

    /// <summary>The policies of permissions and step-up are named by what they require, which the event contains already.</summary>
    private static string? PolicyNameOf(in Question question) =>
        question.PolicyName is { } name && !name.StartsWith("HipaaJwt.", StringComparison.Ordinal) ? name : null;

    /// <summary>
    /// Without a token, a decision is ours if a permission was required or nobody else authenticated the caller; but not if its
    /// denial only follows from the rejection of a token, which is in the audit trail already.
    /// </summary>
    private static bool IsOurs(IReadOnlyList<string> permissions, ClaimsPrincipal user, AuthorizationResult result, HttpContext? context) =>
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
        var asked = context is null ? null : RequestState.Of(context).ResourceOf(context);
        return resource is HubInvocationContext invocation ? asked + "#" + invocation.HubMethodName : asked;
    }

    /// <summary>What the authorization service is asked.</summary>
    private readonly record struct Question(ClaimsPrincipal User, object? Resource, IEnumerable<IAuthorizationRequirement> Requirements, string? PolicyName);
}
