using HipaaJwt.Replay;
using HipaaJwt.SenderConstraints;

namespace HipaaJwt.Validation;

/// <summary>
/// Checks one use of a validated token. The sender is checked first, so a stolen token without its key causes no database query.
/// One-time use is checked last, so a use that another check rejects does not consume the token.
/// </summary>
internal sealed class TokenUseValidator
{
    private readonly SenderConstraintCheck _sender;
    private readonly AddedUseChecks? _added;
    private readonly SingleUseCheck _singleUse;

    /// <param name="sender">Checks the sender of sender-constrained tokens.</param>
    /// <param name="added">The checks that the application added; null if there are none.</param>
    /// <param name="singleUse">Checks one-time tokens.</param>
    public TokenUseValidator(SenderConstraintCheck sender, AddedUseChecks? added, SingleUseCheck singleUse)
    {
        _sender = sender;
        _added = added;
        _singleUse = singleUse;
    }

    /// <summary>Runs all checks up to the first error.</summary>
    public async ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken)
    {
        var error = await _sender.CheckAsync(use, cancellationToken).ConfigureAwait(false);
        if (error.IsNone && _added is not null)
        {
            error = await _added.CheckAsync(use, cancellationToken).ConfigureAwait(false);
        }

        return error.IsNone ? await _singleUse.CheckAsync(use, cancellationToken).ConfigureAwait(false) : error;
    }
}
