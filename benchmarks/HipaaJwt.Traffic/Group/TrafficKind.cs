namespace HipaaJwt.Traffic.Group;

internal enum TrafficKind
{
    /// <summary>A click, whose requests arrive together.</summary>
    Requests = 0,

    /// <summary>The clinician logs out while the token is valid. The session is revoked.</summary>
    Logout = 1,

    /// <summary>A device is reported lost. The subject is revoked, and the clinician signs in again on another device.</summary>
    LostDevice = 2,

    /// <summary>The account is closed. The subject is revoked, and does not sign in again.</summary>
    Dismissal = 3,
}
