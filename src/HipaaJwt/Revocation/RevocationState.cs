namespace HipaaJwt.Revocations;

/// <summary>Whether the view of revocations can decide.</summary>
internal enum RevocationState
{
    /// <summary>The log has not been read completely yet. All tokens are rejected.</summary>
    Starting = 0,

    /// <summary>The view is current.</summary>
    Current = 1,

    /// <summary>The last successful read is too old. All tokens are rejected.</summary>
    Unavailable = 2,
}
