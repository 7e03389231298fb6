namespace HipaaJwt;

/// <summary>The result of adding an entry to a replay store.</summary>
public enum ReplayResult
{
    /// <summary>The store cannot answer, or has no room for the entry.</summary>
    Unavailable = 0,

    /// <summary>The entry did not exist. The store has added it.</summary>
    FirstUse = 1,

    /// <summary>The entry exists already.</summary>
    UsedBefore = 2,
}
