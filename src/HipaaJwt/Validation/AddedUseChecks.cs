using System.Collections.Immutable;
using HipaaJwt.Calls;
using HipaaJwt.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Validation;

/// <summary>Runs the token use checks that the application added, each with a timeout, in one service scope for each use.</summary>
internal sealed class AddedUseChecks
{
    private readonly ImmutableArray<TokenUseCheckRegistration> _checks;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeLimitedCalls _calls;

    /// <param name="checks">The checks, at least one.</param>
    /// <param name="scopes">Creates the service scopes.</param>
    /// <param name="timeout">The timeout of each check.</param>
    /// <param name="time">The clock.</param>
    public AddedUseChecks(
        ImmutableArray<TokenUseCheckRegistration> checks, IServiceScopeFactory scopes, TimeSpan timeout, TimeProvider time)
    {
        _checks = checks;
        _scopes = scopes;
        _calls = new TimeLimitedCalls("HipaaJwt token use checks", timeout, time);
    }

#pragma warning disable CA1031 // A check of the application can throw any exception; each one rejects the token.
    /// <summary>Runs the checks up to the first error.</summary>
    public async ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken)
    {
        Task<JwtError>? call = null;
        var scope = _scopes.CreateAsyncScope();
        try
        {
            var error = JwtError.None;
            for (var index = 0; index < _checks.Length && error.IsNone; index++)
            {
                var isLast = index == _checks.Length - 1;
                error = await _calls.RunAsync((_checks[index], scope, use, isLast), RunAsync, cancellationToken, out call)
                    .ConfigureAwait(false);
            }

            return error;
        }
        catch (Exception)
        {
            _ = DisposeAsync(scope, call);
            cancellationToken.ThrowIfCancellationRequested();
            return new JwtError(JwtErrorCode.CheckUnavailable);
        }
    }

    /// <summary>
    /// Creates and runs one check. The creation and the disposal of its services may block too, so both run on the same thread. The
    /// scope ends with the last check or the first error.
    /// </summary>
    private static async ValueTask<JwtError> RunAsync(
        (TokenUseCheckRegistration Check, AsyncServiceScope Scope, TokenUse Use, bool IsLast) call, CancellationToken cancellationToken)
    {
        var error = await call.Check.Resolve(call.Scope.ServiceProvider).CheckAsync(call.Use, cancellationToken).ConfigureAwait(false);
        if (call.IsLast || !error.IsNone)
        {
            await call.Scope.DisposeAsync().ConfigureAwait(false);
        }

        return error;
    }

    /// <summary>Ends the scope of a check that failed or exceeded its timeout, as soon as the check no longer uses it.</summary>
    private static async Task DisposeAsync(AsyncServiceScope scope, Task<JwtError>? call)
    {
        try
        {
            await ((Task?)call ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The token is rejected already.
        }
    }
#pragma warning restore CA1031
}
