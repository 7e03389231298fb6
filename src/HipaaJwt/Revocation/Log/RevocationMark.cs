namespace HipaaJwt.Revocations;

/// <summary>
/// The keys of a token, computed once, and the generation of the view against which the token was last checked. Thread-safe: a stale
/// generation only causes another check.
/// </summary>
internal sealed class RevocationMark
{
    private long _generation;

    /// <param name="token">The key of the token; null if it has no identifier.</param>
    /// <param name="session">The key of the session; null if the token has none.</param>
    public RevocationMark(UInt128? token, UInt128? session)
    {
        Token = token;
        Session = session;
    }

    public UInt128? Token { get; }

    public UInt128? Session { get; }

    /// <summary>The generation in which the token was last found not to be revoked.</summary>
    public long Generation
    {
        get => Volatile.Read(ref _generation);
        set => Volatile.Write(ref _generation, value);
    }
}
