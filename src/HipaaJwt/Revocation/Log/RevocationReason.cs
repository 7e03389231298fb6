namespace HipaaJwt;

/// <summary>Why something was revoked. The reason stands in the audit event.</summary>
public enum RevocationReason
{
    /// <summary>No reason was given.</summary>
    Unspecified = 0,

    /// <summary>The user logged out.</summary>
    Logout = 1,

    /// <summary>The account was disabled, for example because the person left the organization.</summary>
    AccountDisabled = 2,

    /// <summary>The roles or attributes of the user changed, so earlier tokens grant too much.</summary>
    AccessChanged = 3,

    /// <summary>A token, a device or a credential of the user was stolen or lost.</summary>
    CredentialCompromised = 4,

    /// <summary>A signing key of the issuer was stolen, or the issuer issued tokens in error.</summary>
    IssuerCompromised = 5,
}
