namespace HipaaJwt.Keys.Remote;

/// <summary>What can be said of the fetched keys of an issuer.</summary>
internal enum KeyState
{
    /// <summary>Nothing has been fetched yet, and nothing has failed.</summary>
    NotLoaded,

    /// <summary>The last refresh succeeded.</summary>
    Current,

    /// <summary>The last refresh failed; the last good keys serve.</summary>
    Stale,

    /// <summary>There are no keys, or the last good ones are too old. The issuer's tokens are refused as unavailable.</summary>
    Unavailable,
}
