namespace HipaaJwt.Keys;

/// <summary>Keys that the options contain. They do not age.</summary>
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
