namespace HipaaJwt;

/// <summary>Why a session ended. The numbers are stable.</summary>
public enum SessionEndReason
{
    /// <summary>The session has not ended.</summary>
    None = 0,

    /// <summary>The user logged out, or the client revoked its refresh token (RFC 7009).</summary>
    Logout = 1,

    /// <summary>The user was not active (45 CFR 164.312(a)(2)(iii)).</summary>
    Idle = 2,

    /// <summary>The session reached its greatest lifetime.</summary>
    Expired = 3,

    /// <summary>A refresh token was sent that had been replaced before (RFC 9700, section 4.14.2).</summary>
    RefreshTokenReused = 4,

    /// <summary>An administrator ended the session.</summary>
    Administrator = 5,

    /// <summary>The application's refresh policy rejected a refresh, for example because the account was disabled.</summary>
    RejectedByPolicy = 6,

    /// <summary>The session, its subject or its issuer was revoked.</summary>
    Revoked = 7,

    /// <summary>The store lost data: a refresh token was sent that is newer than the session in the store.</summary>
    StoreLostData = 8,

    /// <summary>The keys of the session's refresh tokens were withdrawn.</summary>
    KeysWithdrawn = 9,
}
