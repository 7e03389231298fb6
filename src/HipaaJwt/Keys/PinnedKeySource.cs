namespace HipaaJwt.Keys;

/// <summary>The source of the keys in the options. They never expire.</summary>
internal sealed class PinnedKeySource : IKeySource
{
    private PinnedKeySource()
    {
    }

    public static PinnedKeySource Instance { get; } = new();

    public bool IsCurrent(DateTimeOffset now) => true;

    public void RequestRefresh()
    {
    }
}
