namespace HipaaJwt.Keys.Remote;

/// <summary>The state of the fetched keys of an issuer.</summary>
internal enum KeyState
{
    /// <summary>No keys have been fetched yet, and no refresh has failed.</summary>
    NotLoaded,

    /// <summary>The last refresh succeeded.</summary>
    Current,

    /// <summary>The last refresh failed. Earlier keys are in use.</summary>
    Stale,

    /// <summary>There are no keys, or they are too old. The issuer's tokens are rejected as unavailable.</summary>
    Unavailable,
}
