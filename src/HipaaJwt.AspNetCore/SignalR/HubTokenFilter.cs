using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.SignalR;

/// <summary>
/// Denies the calls of a hub that required authorization to connect once the token may no longer be used. SignalR itself authorizes
/// only the calls of methods with requirements of their own.
/// </summary>
internal sealed class HubTokenFilter : IHubFilter
{
    private readonly CallerTokens _tokens;
    private readonly IJwtRevalidator _revalidator;
    private readonly DecisionRecorder _recorder;

    public HubTokenFilter(CallerTokens tokens, IJwtRevalidator revalidator, DecisionRecorder recorder)
    {
        _tokens = tokens;
        _revalidator = revalidator;
        _recorder = recorder;
    }

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        ArgumentNullException.ThrowIfNull(invocationContext);
        ArgumentNullException.ThrowIfNull(next);
        return _tokens.Find(invocationContext.Context.User, invocationContext) is { } token
            && IsProtected(invocationContext.Context.GetHttpContext()?.GetEndpoint())
            && _revalidator.Revalidate(token) is { IsNone: false } error
            ? DenyAsync(invocationContext, token, error)
            : next(invocationContext);
    }

    private static bool IsProtected(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    /// <exception cref="HubException">Always. SignalR sends its message to the client.</exception>
    private async ValueTask<object?> DenyAsync(HubInvocationContext invocation, ValidatedJwt token, JwtError error)
    {
        var call = new AuthorizationCall(
            invocation.Context.User!,
            invocation,
            Requirements: [],
            PolicyName: null,
            token,
            _tokens.ContextOf(invocation),
            IsEndpoint: false,
            FollowsFromRejection: false);
        await _recorder.RecordAccessDecisionAsync(
            new AccessDecision(error.Code, token, [], call.RecordedPolicy, call.ResourceName), call.Context).ConfigureAwait(false);
        throw new HubException("The token may no longer be used. Connect again with a new token.");
    }
}
