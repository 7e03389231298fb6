using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>
/// The claims that require an encrypted token. Proxies, logs and browsers can read the claims of a token that is only signed.
/// Errors and audit events name the matching entries of these options, never values of the token.
/// </summary>
public sealed class PhiClaimOptions
{
    /// <summary>The action for a token that contains such a claim and is not encrypted.</summary>
    /// <value><see cref="PhiClaimAction.Ignore"/> by default, because many access tokens contain the name of the clinician.</value>
    public PhiClaimAction Action { get; set; }

    /// <summary>
    /// The names of claims, and of members inside claims. Case, <c>_</c>, <c>-</c>, <c>.</c> and blanks are ignored. <c>*</c>
    /// matches any text. If the name of a claim is a URI, its last part is compared too.
    /// </summary>
    /// <value>
    /// Names of birth dates, social security numbers, record numbers, persons, addresses, phone numbers and e-mail addresses by
    /// default.
    /// </value>
    public IList<string> Names { get; } = [.. PhiClaimDefaults.Names];

    /// <summary>
    /// Patterns that are compared with the string values of all claims. <c>*</c> matches any text, and <c>#</c> matches one digit.
    /// </summary>
    /// <value><c>###-##-####</c> by default, the format of a social security number.</value>
    public IList<string> ValuePatterns { get; } = [.. PhiClaimDefaults.ValuePatterns];
}
