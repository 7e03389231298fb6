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
}
