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
        var isOwn = _own.Contains(scheme);
        var state = isOwn ? RequestState.GetOrCreate(context) : RequestState.Find(context);
        var attempt = new Attempt(context, scheme, isOwn, state, state?.OwnAuthentications ?? 0);
        var authenticating = _inner.AuthenticateAsync(context, scheme);
#pragma warning disable CA1849 // The task has completed, so nothing blocks.
        return authenticating.IsCompletedSuccessfully && !IsRejectedByApplication(attempt, authenticating.Result)
            ? authenticating
            : AwaitAsync(attempt, authenticating);
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

    private async Task<AuthenticateResult> AwaitAsync(Attempt attempt, Task<AuthenticateResult> authenticating)
    {
        var result = await authenticating.ConfigureAwait(false);
        if (IsRejectedByApplication(attempt, result))
        {
            var (context, state) = (attempt.Context, RequestState.GetOrCreate(attempt.Context));
            var recorded = await _recorder.RecordApplicationRejectionAsync(context, state.Accepted).ConfigureAwait(false);
            state.Withdraw(new JwtError(recorded ? JwtErrorCode.RejectedByApplication : JwtErrorCode.AuditUnavailable));
        }

        return result;
    }

    private static bool IsRejectedByApplication(in Attempt attempt, AuthenticateResult result)
    {
        // Another scheme may have led to one of this library, which creates the state meanwhile.
        var state = attempt.State ?? RequestState.Find(attempt.Context);
        StoreOrigin(attempt, state, result);
        return !result.Succeeded && attempt.IsOwn && state is { Accepted: not null } && state.AcceptedScheme == attempt.Scheme;
    }

    /// <summary>
    /// Stores where the principal comes from. A scheme that forwards to one of this library, or wraps one, has its token.
    /// </summary>
    private static void StoreOrigin(in Attempt attempt, RequestState? state, AuthenticateResult result)
    {
        if (attempt.IsOwn || (state is not null && state.OwnAuthentications > attempt.OwnBefore))
        {
            (state ?? RequestState.GetOrCreate(attempt.Context)).AddOwnAuthentication(attempt.Scheme);
        }
        else if (result is { Succeeded: true, Principal: { } principal })
        {
            (state ?? RequestState.GetOrCreate(attempt.Context)).AddOtherScheme(principal);
        }
    }

    /// <summary>An authentication that runs.</summary>
    /// <param name="Context">The request.</param>
    /// <param name="Scheme">The scheme.</param>
    /// <param name="IsOwn">Whether the scheme is one of this library.</param>
    /// <param name="State">The state of the request before; null if there was none.</param>
    /// <param name="OwnBefore">How often a scheme of this library had authenticated the request before.</param>
    private readonly record struct Attempt(HttpContext Context, string Scheme, bool IsOwn, RequestState? State, int OwnBefore)
    {
        /// <summary>Returns no claims.</summary>
        public override string ToString() => nameof(Attempt);
    }
}
