namespace HipaaJwt.Tool.Sources;

/// <summary>An audit log in a database, and what its connections need to be closed.</summary>
internal sealed class OpenDatabase : IAsyncDisposable
{
    private readonly IDisposable? _file;
    private readonly IAsyncDisposable? _connections;

    public OpenDatabase(IAuditLogDatabase log, IDisposable? file, IAsyncDisposable? connections)
    {
        Log = log;
        _file = file;
        _connections = connections;
    }

    public IAuditLogDatabase Log { get; }

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return _connections?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
