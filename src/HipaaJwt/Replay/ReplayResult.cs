namespace HipaaJwt;

/// <summary>What a replay store knows of an entry.</summary>
public enum ReplayResult
{
    /// <summary>Nothing: the store cannot answer, or has no room to remember the entry.</summary>
    Unavailable = 0,

    /// <summary>The entry was not there and is now.</summary>
    FirstUse = 1,

    /// <summary>The entry was there.</summary>
    UsedBefore = 2,
}
