using HipaaJwt.PhiClaims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// What may only travel in encrypted tokens, for whoever sees a signed token can read it: proxies, logs, browsers. What is
/// found is told by the entries below, never by what stands in the token.
/// </summary>
public sealed class PhiClaimPolicy
{
    /// <summary>What happens to a token that carries such a claim.</summary>
    /// <value><see cref="PhiClaimAction.Ignore"/> by default: many access tokens name the clinician who uses them.</value>
    public PhiClaimAction Action { get; set; }

    /// <summary>
    /// Names of claims, and of members inside them. Case, <c>_</c>, <c>-</c>, <c>.</c> and blanks do not matter, <c>*</c> stands for anything,
    /// and of a name that is an address the last part counts too.
    /// </summary>
    /// <value>By default names for birth dates, social security and record numbers, names, addresses, phone numbers and e-mail.</value>
    public IList<string> Names { get; } = [.. PhiClaimDefaults.Names];

    /// <summary>Texts that give themselves away, whatever their claim is called: <c>*</c> stands for anything, <c>#</c> for one digit.</summary>
    /// <value><c>###-##-####</c> by default, the form of a social security number.</value>
    public IList<string> ValuePatterns { get; } = [.. PhiClaimDefaults.ValuePatterns];

    /// <summary>Asks the same question of claims that are about to be signed: which entries of this policy do they carry?</summary>
    /// <param name="claims">The claims: one JSON object in UTF-8.</param>
    /// <returns>The entries, never values. Empty where there are none.</returns>
    /// <exception cref="ArgumentException">The claims are not one JSON object.</exception>
    public IReadOnlyList<string> FindIn(ReadOnlySpan<byte> claims)
    {
        using var index = JsonIndex.Rent();
        return StrictJson.ReadObject(claims, index, out _) == JsonFault.None
            ? new PhiClaimMatcher(Names, ValuePatterns).FindAll(claims)
            : throw new ArgumentException("The claims must be one JSON object in UTF-8, without duplicate members.", nameof(claims));
    }
}
