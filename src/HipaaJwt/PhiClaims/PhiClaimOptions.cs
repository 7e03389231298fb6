using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>
/// The claims that may appear in encrypted tokens only. Everything that carries a signed token can read its claims: proxies, logs
/// and browsers. Findings are reported as entries of these options, never as values of the token.
/// </summary>
public sealed class PhiClaimOptions
{
    /// <summary>What happens to a token that contains such a claim and is not encrypted.</summary>
    /// <value><see cref="PhiClaimAction.Ignore"/> by default, because many access tokens contain the name of the clinician.</value>
    public PhiClaimAction Action { get; set; }

    /// <summary>
    /// Names of claims, and of members inside claims. Case, <c>_</c>, <c>-</c>, <c>.</c> and blanks are ignored. <c>*</c> matches
    /// any text. If a claim's name is a URI, its last part is compared too.
    /// </summary>
    /// <value>Birth dates, social security and record numbers, names, addresses, phone numbers and e-mail by default.</value>
    public IList<string> Names { get; } = [.. PhiClaimDefaults.Names];

    /// <summary>Patterns of values, whatever the claim is called: <c>*</c> matches any text, <c>#</c> one digit.</summary>
    /// <value><c>###-##-####</c> by default, the form of a social security number.</value>
    public IList<string> ValuePatterns { get; } = [.. PhiClaimDefaults.ValuePatterns];
}
