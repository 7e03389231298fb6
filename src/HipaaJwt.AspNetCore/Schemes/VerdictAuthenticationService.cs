using System.Security.Claims;
using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Schemes;

/// <summary>
/// Compares the result of each authentication with the verdict of the request. It learns which principals belong to schemes of other
/// libraries, and which accepted tokens the application rejected. There is one for each scope, so it also knows the request of its scope.
/// </summary>
internal sealed class VerdictAuthenticationService : IAuthenticationService, IRequestScope
{
    public const string InnerKey = AccessPolicyEvaluator.InnerKey;

    private readonly IAuthenticationService _inner;
    private readonly IAuthenticationSchemeProvider _provider;
    private readonly OwnSchemes _own;
    private readonly DecisionRecorder _recorder;

    public VerdictAuthenticationService(
        [FromKeyedServices(InnerKey)] IAuthenticationService inner,
        IAuthenticationSchemeProvider provider,
        OwnSchemes own,
        DecisionRecorder recorder)
    {
        _inner = inner;
        _provider = provider;
        _own = own;
        _recorder = recorder;
    }

    public HttpContext? Request { get; set; }

    /// <summary>Avoids the allocation of an await if authentication completes synchronously, as it usually does.</summary>
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        if (scheme is null)
        {
            return AuthenticateByDefaultAsync(context);
        }

        // A scheme of this library creates the state anyway. A lookup that finds nothing takes longer than one that finds it.
        var state = _own.Contains(scheme) ? RequestState.GetOrCreate(context) : RequestState.Find(context);
        var before = state?.OwnAuthentications ?? 0;
        var authenticating = _inner.AuthenticateAsync(context, scheme);
#pragma warning disable CA1849 // The task has completed, so nothing blocks.
        return authenticating.IsCompletedSuccessfully && !IsRejectedByApplication(context, scheme, before, authenticating.Result)
            ? authenticating
            : AwaitAsync(context, scheme, before, authenticating);
#pragma warning restore CA1849
    }

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
        _inner.SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        _inner.SignOutAsync(context, scheme, properties);

    private async Task<AuthenticateResult> AuthenticateByDefaultAsync(HttpContext context)
    {
        var scheme = await _provider.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false);

        // Without a default scheme, the framework's exception tells what to configure.
        return scheme is null
            ? await _inner.AuthenticateAsync(context, null).ConfigureAwait(false)
            : await AuthenticateAsync(context, scheme.Name).ConfigureAwait(false);
    }

    private async Task<AuthenticateResult> AwaitAsync(
        HttpContext context, string scheme, int before, Task<AuthenticateResult> authenticating)
    {
        var result = await authenticating.ConfigureAwait(false);
        if (IsRejectedByApplication(context, scheme, before, result))
        {
            var state = RequestState.GetOrCreate(context);
            var recorded = await _recorder.RecordApplicationRejectionAsync(context, state.Accepted).ConfigureAwait(false);
            state.Withdraw(new JwtError(recorded ? JwtErrorCode.RejectedByApplication : JwtErrorCode.AuditUnavailable));
        }

        return result;
    }

    private bool IsRejectedByApplication(HttpContext context, string scheme, int before, AuthenticateResult result)
    {
        StoreOrigin(context, scheme, before, result);
        return !result.Succeeded
            && _own.Contains(scheme)
            && RequestState.Find(context) is { Accepted: not null } state
            && state.AcceptedScheme == scheme;
    }

    /// <summary>
    /// Stores where the principal comes from. A scheme that forwards to one of this library, or wraps one, has its token.
    /// </summary>
    private void StoreOrigin(HttpContext context, string scheme, int before, AuthenticateResult result)
    {
        var state = RequestState.Find(context);
        if (_own.Contains(scheme) || (state is not null && state.OwnAuthentications > before))
        {
            (state ?? RequestState.GetOrCreate(context)).AddOwnAuthentication(scheme);
        }
        else if (result is { Succeeded: true, Principal: { } principal })
        {
            (state ?? RequestState.GetOrCreate(context)).AddOtherScheme(principal);
        }
    }
}
