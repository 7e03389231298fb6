using System.Collections.Immutable;

namespace HipaaJwt.Checks;

/// <summary>The rules about the use of accepted tokens, in the order in which they are asked.</summary>
internal sealed class RequestChecks
{
    private readonly ImmutableArray<IRequestCheck> _checks;

    public RequestChecks(IEnumerable<IRequestCheck> checks) => _checks = [.. checks];

    public bool ApplyTo(ClaimsSet claims, in ClaimCheckContext context)
    {
        foreach (var check in _checks)
        {
            if (check.AppliesTo(claims, context))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first error of all checks. A check that does not apply has none.</summary>
    public async ValueTask<JwtError> RunAsync(TokenUse use, CancellationToken cancellationToken)
    {
        foreach (var check in _checks)
        {
            var error = await check.CheckAsync(use, cancellationToken).ConfigureAwait(false);
            if (!error.IsNone)
            {
                return error;
            }
        }

        return JwtError.None;
    }
}
