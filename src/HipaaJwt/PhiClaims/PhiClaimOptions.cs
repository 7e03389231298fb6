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
    /// matches any text. If the name of a claim is a URI, its last part is compared too. <c>name=pattern</c> matches only if the value
    /// matches the pattern, in which <c>*</c> matches any text, <c>#</c> one digit and <c>?</c> one byte.
    /// </summary>
    /// <remarks>
    /// Default entries do not match booleans, empty values, keys of clients and roles, and names, addresses and contacts of
    /// organizations and applications. They also match names with further words, such as <c>patientBirthDate</c>. Entries that you add
    /// are compared literally and match every value except null.
    /// </remarks>
    /// <value>
    /// The identifiers of 45 CFR 164.514(b)(2)(i) that claims can contain, and clinical data, by default. The list is in the guide.
    /// </value>
    public IList<string> Names { get; } = [.. PhiClaimDefaults.Names];

    /// <summary>
    /// Patterns that are compared with the string values of all claims. <c>*</c> matches any text, and <c>#</c> matches one digit.
    /// </summary>
    /// <value>
    /// Social security numbers (<c>###-##-####</c>), telephone numbers, references to FHIR patients, HL7 patient identifiers and the code
    /// system of ICD-10 by default.
    /// </value>
    public IList<string> ValuePatterns { get; } = [.. PhiClaimDefaults.ValuePatterns];
}
