namespace HipaaJwt.Tool.Sources;

/// <summary>A log that a command reads: the streams of a directory, and the stream of a database if there is one.</summary>
internal sealed class OpenLog : IAsyncDisposable
{
    private readonly OpenDatabase? _database;
    private readonly string? _origin;

    public OpenLog(string directory) => Directory = directory;

    /// <param name="directory">The directory in which the tool records its use.</param>
    /// <param name="database">The database. The log disposes it.</param>
    /// <param name="origin">The name of the stream of the database.</param>
    public OpenLog(string directory, OpenDatabase database, string origin)
    {
        Directory = directory;
        _database = database;
        _origin = origin;
    }

    /// <summary>The directory in which the tool records its use.</summary>
    public string Directory { get; }

    /// <summary>Reads events. Those of several streams are merged by their times.</summary>
    public IAsyncEnumerable<AuditLogEntry> ReadAsync(AuditLogReader reader, AuditLogQuery query, CancellationToken cancellation) =>
        _database is null
            ? reader.ReadAsync(Directory, query, cancellation)
            : EntryMerge.ByTimeAsync(
                reader.ReadAsync(_database.Log, query, cancellation), reader.ReadAsync(Directory, query, cancellation), cancellation);

    /// <summary>Reads the last events and then new ones. Of a log in a database, only the stream of the database is followed.</summary>
    public IAsyncEnumerable<AuditLogEntry> FollowAsync(
        AuditLogReader reader, AuditLogQuery query, int last, CancellationToken cancellation) =>
        _database is null
            ? reader.FollowAsync(Directory, query, last, cancellation)
            : reader.FollowAsync(_database.Log, query, last, cancellation);

    /// <summary>Proves one event.</summary>
    public Task<AuditLogProofResult> ProveAsync(string origin, long index, CancellationToken cancellation) =>
        _database is not null && origin == _origin
            ? AuditLogProver.ProveAsync(_database.Log, origin, index, cancellation)
            : AuditLogProver.ProveAsync(Directory, origin, index, cancellation);

    /// <summary>Writes one stream as tiles.</summary>
    public Task<AuditLogTilesResult> ExportTilesAsync(string origin, string target, CancellationToken cancellation) =>
        _database is not null && origin == _origin
            ? AuditLogTiles.ExportAsync(_database.Log, origin, target, cancellation)
            : AuditLogTiles.ExportAsync(Directory, origin, target, cancellation);

    /// <summary>Verifies all streams. Keys and anchors that name no stream of the directory are those of the database.</summary>
    public async Task<AuditLogVerification> VerifyAsync(AuditLogVerificationOptions trust, CancellationToken cancellation)
    {
        if (_database is null)
        {
            return await new AuditLogVerifier(trust).VerifyAsync(Directory, progress: null, cancellation).ConfigureAwait(false);
        }

        var origins = AuditLogStreamReader.FindOrigins(Directory);
        var ofDirectory = new AuditLogVerifier(Select(trust, name => name is null || origins.Contains(name)));
        var ofDatabase = new AuditLogVerifier(Select(trust, name => name is null || !origins.Contains(name)));
        var results = await Task.WhenAll(
            ofDatabase.VerifyAsync(_database.Log, progress: null, cancellation),
            ofDirectory.VerifyAsync(Directory, progress: null, cancellation)).ConfigureAwait(false);
        return new AuditLogVerification
        {
            Verdict = results.Max(result => result.Verdict),
            Streams = [.. results.SelectMany(result => result.Streams)],
            Problem = results.Select(result => result.Problem).FirstOrDefault(problem => problem is not null),
        };
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static AuditLogVerificationOptions Select(AuditLogVerificationOptions trust, Func<string?, bool> isTrusted)
    {
        var selected = new AuditLogVerificationOptions { RequireAnchor = trust.RequireAnchor };
        trust.Keys.Where(key => isTrusted(key.Name)).ToList().ForEach(selected.Keys.Add);
        trust.Anchors.Where(anchor => isTrusted(anchor.Origin)).ToList().ForEach(selected.Anchors.Add);
        return selected;
    }
}
