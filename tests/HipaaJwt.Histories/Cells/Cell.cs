using HipaaJwt.Histories.Instances;
using HipaaJwt.Histories.Stores;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Cells;

/// <summary>A store, four instances of which two revoke, and a link for each. Histories run in it one after another.</summary>
internal sealed class Cell : IAsyncDisposable
{
    public const int InstanceCount = 4;
    public const int WriterCount = 2;

    private Cell(CellKind kind, StoreServer server)
    {
        Kind = kind;
        Server = server;
    }

    public CellKind Kind { get; }

    public StoreServer Server { get; }

    /// <summary>Taken by each fault of the store, so that they do not overlap.</summary>
    public SemaphoreSlim ServerTurn { get; } = new(1);

    /// <summary>The links, one for each instance; none if the store is a file.</summary>
    public IReadOnlyList<FaultProxy> Links { get; private set; } = [];

    public IReadOnlyList<InstanceProcess> Instances { get; private set; } = [];

    public TimeSpan MaxStaleness => Kind.HasDefaultOptions ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(1);

    public static async Task<Cell> StartAsync(CellKind kind, TokenIssuer issuer, string? planted)
    {
        Cell cell = new(kind, StoreServer.Create(kind.Store));
        try
        {
            await cell.Server.StartAsync();
            cell.Create(issuer, planted);

            // The first instance creates the store, so that no start waits for another.
            await cell.Instances[0].StartAsync();
            await Task.WhenAll(cell.Instances.Skip(1).Select(instance => instance.StartAsync()));
            return cell;
        }
        catch (Exception)
        {
            await cell.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Instances)
        {
            instance.Dispose();
        }

        foreach (var link in Links)
        {
            link.Dispose();
        }

        await Server.DisposeAsync();
        ServerTurn.Dispose();
    }

    private void Create(TokenIssuer issuer, string? planted)
    {
        if (Server.FilePath is null)
        {
            Links = [.. Enumerable.Range(0, InstanceCount).Select(_ => new FaultProxy(() => Server.Port))];
            Server.Links = Links;
        }

        Instances =
        [
            .. Enumerable.Range(0, InstanceCount).Select(index => new InstanceProcess(new InstanceSettings
            {
                Store = Kind.Store,
                Address = Server.FilePath ?? FormattableString.Invariant($"{Links[index].Port}"),
                KeyX = issuer.KeyX,
                KeyY = issuer.KeyY,
                WarmUpToken = issuer.Issue("warm-up", "warm-up", "warm-up", TimeSpan.Zero),
                HasDefaultOptions = Kind.HasDefaultOptions,
                LosesData = Kind.LosesData,
                Planted = planted,
            })),
        ];
    }
}

/// <summary>What the histories of a cell have in common.</summary>
internal readonly record struct CellKind(string Store, bool LosesData, bool HasDefaultOptions);
