using System.Net;

namespace HipaaJwt;

/// <summary>
/// What to revoke: a token, a session, a subject, an issuer or a signing key. Create one with the method of its kind and pass it to
/// <see cref="IRevocation.RevokeAsync"/>. Immutable.
/// </summary>
/// <example>
/// <code>
/// await revocation.RevokeAsync(Revocation.Subject(issuer, subject) with
/// {
///     Reason = RevocationReason.AccountDisabled,
///     RequestedBy = administrator,
/// });
/// </code>
/// </example>
public sealed record Revocation
{
    private Revocation(RevocationKind kind, string issuer, string identifier)
    {
        Kind = kind;
        TargetIssuer = issuer;
        Identifier = identifier;
    }

    /// <summary>What the revocation ends.</summary>
    public RevocationKind Kind { get; }

    /// <summary>The issuer of the tokens that the revocation ends, as in the options.</summary>
    public string TargetIssuer { get; }

    /// <summary>The revoked <c>jti</c>, <c>sid</c>, subject or <c>kid</c>.</summary>
    /// <value>Empty if all tokens of the issuer are revoked.</value>
    public string Identifier { get; }

    /// <summary>Why it is revoked.</summary>
    /// <value><see cref="RevocationReason.Unspecified"/> by default.</value>
    public RevocationReason Reason { get; init; }

    /// <summary>
    /// The time for which the revocation is kept. Set it for a session that the issuer may continue for longer than
    /// <see cref="RevocationOptions.Retention"/>. A shorter time than the tokens of the issuer can live has no effect.
    /// </summary>
    /// <value>0 by default: as long as the options of the issuer require.</value>
    public TimeSpan Retention { get; init; }

    /// <summary>The token of the person or service that revokes. The audit event names its subject.</summary>
    /// <value><see langword="null"/> by default.</value>
    public ValidatedJwt? RequestedBy { get; init; }

    /// <summary>The identifier of the request that revokes, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? RequestId { get; init; }

    /// <summary>The address of the client that revokes, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>Revokes one token.</summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="tokenId">The <c>jti</c> of the token, or the claim that <c>TrustedIssuer.TokenIdClaim</c> names.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Revocation Token(string issuer, string tokenId) => Create(RevocationKind.Token, issuer, tokenId);

    /// <summary>Revokes one token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException"><paramref name="token"/> is null or has no identifier.</exception>
    public static Revocation Token(ValidatedJwt token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Create(
            RevocationKind.Token,
            token.Issuer,
            token.Id ?? throw new ArgumentException("The token has no identifier. Revoke its session or its subject.", nameof(token)));
    }

    /// <summary>Revokes all tokens of a session, those that the issuer issues later included.</summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="sessionId">The <c>sid</c> of the session.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Revocation Session(string issuer, string sessionId) => Create(RevocationKind.Session, issuer, sessionId);

    /// <summary>
    /// Revokes all tokens of a subject that were issued until now. Tokens issued within the clock skew afterwards are rejected too, because
    /// the issuer's clock may differ. Disable the account at the issuer first: otherwise the user obtains new tokens.
    /// </summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="subject">The subject, as in <see cref="ValidatedJwt.Subject"/>.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Revocation Subject(string issuer, string subject) => Create(RevocationKind.Subject, issuer, subject);

    /// <summary>
    /// Revokes all tokens of an issuer that were issued until now. Tokens issued within the clock skew afterwards are rejected too.
    /// </summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException"><paramref name="issuer"/> is null or empty.</exception>
    public static Revocation Issuer(string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        return new Revocation(RevocationKind.Issuer, issuer, string.Empty);
    }

    /// <summary>
    /// Revokes all tokens that were signed with a key, those that somebody signs later included. Use it for a stolen key: instances may
    /// trust their copy of the issuer's keys for some more minutes.
    /// </summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="keyId">The <c>kid</c> of the key.</param>
    /// <returns>The revocation.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Revocation Key(string issuer, string keyId) => Create(RevocationKind.Key, issuer, keyId);

    /// <summary>Returns the kind only, because the identifiers may be personal data.</summary>
    /// <returns>The kind.</returns>
    public override string ToString() => $"{nameof(Revocation)} {{ Kind = {Kind} }}";

    private static Revocation Create(RevocationKind kind, string issuer, string identifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        return new Revocation(kind, issuer, identifier);
    }
}
