namespace HipaaJwt;

/// <summary>What a revocation ends.</summary>
public enum RevocationKind
{
    /// <summary>One token, by its <c>jti</c>.</summary>
    Token = 1,

    /// <summary>All tokens of one session, by their <c>sid</c>.</summary>
    Session = 2,

    /// <summary>All tokens of one subject that were issued until the revocation.</summary>
    Subject = 3,

    /// <summary>All tokens of one issuer that were issued until the revocation.</summary>
    Issuer = 4,

    /// <summary>All tokens of one issuer that were signed with one key, by its <c>kid</c>.</summary>
    Key = 5,

    /// <summary>
    /// No revocation: a session of an issuer in this process has started. Its tokens are exempt from revocations of the subject and the
    /// issuer, and from floors, that are older than the start. <see cref="ISessionRevocation.StartAsync"/> appends it.
    /// </summary>
    SessionStart = 6,
}
