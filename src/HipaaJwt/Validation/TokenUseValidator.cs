using System.Collections.Immutable;
using HipaaJwt.Checks;
using HipaaJwt.Replay;
using HipaaJwt.SenderConstraints;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Validation;

/// <summary>
/// Checks one use of a validated token. The sender is checked first, so a stolen token without its key causes no database query.
/// One-time use is checked last, so a use that another check rejects does not consume the token.
/// </summary>
internal sealed class TokenUseValidator
{
    private readonly SenderConstraintCheck _sender;
    private readonly ImmutableArray<TokenUseCheckRegistration> _added;
    private readonly SingleUseCheck _singleUse;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="sender">Checks the sender of sender-constrained tokens.</param>
    /// <param name="added">The checks that the application added.</param>
    /// <param name="singleUse">Checks one-time tokens.</param>
    /// <param name="scopes">Creates the service scope of the added checks.</param>
    /// <param name="timeout">The timeout of each added check.</param>
    /// <param name="time">The clock.</param>
    public TokenUseValidator(
        SenderConstraintCheck sender,
        IEnumerable<TokenUseCheckRegistration> added,
        SingleUseCheck singleUse,
        IServiceScopeFactory scopes,
        TimeSpan timeout,
        TimeProvider time)
    {
        _sender = sender;
        _added = [.. added];
        _singleUse = singleUse;
        _scopes = scopes;
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Runs all checks up to the first error.</summary>
    public async ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken)
    {
        var error = await _sender.CheckAsync(use, cancellationToken).ConfigureAwait(false);
        if (error.IsNone && !_added.IsEmpty)
        {
            error = await CheckAddedAsync(use, cancellationToken).ConfigureAwait(false);
        }

        return error.IsNone ? await _singleUse.CheckAsync(use, cancellationToken).ConfigureAwait(false) : error;
    }

#pragma warning disable CA1031 // A check of the application can throw any exception; each one rejects the token.
    private async ValueTask<JwtError> CheckAddedAsync(TokenUse use, CancellationToken cancellationToken)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                foreach (var registration in _added)
                {
                    var error = await CheckAsync(registration.Resolve(scope.ServiceProvider), use, cancellationToken).ConfigureAwait(false);
                    if (!error.IsNone)
                    {
                        return error;
                    }
                }
            }

            return JwtError.None;
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new JwtError(JwtErrorCode.CheckUnavailable);
        }
    }
#pragma warning restore CA1031

    private async ValueTask<JwtError> CheckAsync(ITokenUseCheck check, TokenUse use, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await check.CheckAsync(use, linked.Token).AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
    }
}
