using System.Collections.Immutable;
using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Opening;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Writing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>Opens a log in a database: checks the database, the key, the anchors and the newest events, and starts the writer.</summary>
internal sealed class DatabaseLogOpener
{
    private readonly IAuditLogDatabase _database;
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogReporter _reporter;

    public DatabaseLogOpener(
        IAuditLogDatabase database, AuditLogOptions options, TimeProvider time, ILogger logger, LogTelemetry? telemetry)
    {
        _database = database;
        _options = options;
        _time = time;
        _logger = logger;
        _reporter = new LogReporter(logger, telemetry);
    }

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    /// <exception cref="AuditLogDamagedException">The events do not match a checkpoint.</exception>
    public async Task<OpenDatabaseLog> OpenAsync(CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The open log disposes of it.
        var key = ReadKey();
#pragma warning restore CA2000
        try
        {
            await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
            var head = (await ReadOrCreateAsync(key, cancellationToken).ConfigureAwait(false)).Head;
            CheckKey(head, key);
            var stream = new DatabaseStream(_database, head.Origin, key, _options.WriteTimeout);
            var anchors = AnchorSources.Of(_options);
            var anchored = await AnchorSources.ReadAsync(anchors, head.Origin, _options, _logger, cancellationToken).ConfigureAwait(false);
            var start = new DatabaseStart(stream);
            var checkpoint = await start.VerifyAsync(anchored, cancellationToken).ConfigureAwait(false);
            return await StartAsync(Create(stream, checkpoint, start.Head, anchors), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private OpenDatabaseLog Create(
        DatabaseStream stream, AuditLogStoredCheckpoint checkpoint, AuditLogHead head, ImmutableArray<IAuditLogAnchor> anchors)
    {
        var settings = new LogSettings
        {
            CheckpointInterval = _options.CheckpointInterval,
            MaxUnanchored = _options.RejectUnanchored ? _options.MaxUnanchoredEvents : null,
        };
        var pumps = new Anchors([.. anchors.Select(anchor =>
            new AnchorPump(new SharedAnchor(anchor, stream), _options.AnchorTimeout, _time, _reporter.OnAnchor))]);
        var checkpoints = new DatabaseCheckpoints(stream, checkpoint, settings, _reporter, pumps.Post, _time);
        var writer = new DatabaseWriter(stream, head, settings, checkpoints, pumps, _reporter, _time);
        var pseudonyms = _options.PseudonymKeys.Count == 0 ? null : new Pseudonyms(_options.PseudonymKeys);
        var intake = new RecordIntake(writer.Queue, pseudonyms, _options.WriteTimeout, _time);
        var events = new LifecycleEvents(_time, stream.Origin);
        return new OpenDatabaseLog(
            stream, writer, checkpoints, intake, pumps, events, [stream.Key, .. anchors.OfType<HttpAnchor>()]);
    }

    private async Task<OpenDatabaseLog> StartAsync(OpenDatabaseLog log, CancellationToken cancellationToken)
    {
        try
        {
            // The first note exists before the first event is acknowledged, so a log that lost everything is not taken for a new one.
            await log.Checkpoints.WriteAsync(cancellationToken).ConfigureAwait(false);
            log.Writer.Start();
            log.Checkpoints.Start(() => log.Writer.Count);
            await log.Intake.AppendAsync(new LifecycleEvents(_time, log.Stream.Origin).Started()).ConfigureAwait(false);
            Log.DatabaseOpened(_logger, log.Stream.Origin, _database.Name, log.Writer.Count);
            return log;
        }
        catch
        {
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<AuditLogDatabaseState> ReadOrCreateAsync(AuditLogSigningKey key, CancellationToken cancellationToken)
    {
        if (await _database.ReadStateAsync(cancellationToken).ConfigureAwait(false) is { } state)
        {
            return state;
        }

        var origin = $"{_options.Service ?? "service"}/{Guid.CreateVersion7(_time.GetUtcNow()):N}";
        await _database.CreateAsync(new AuditLogHead(origin, key.PublicKey, 0, default), cancellationToken).ConfigureAwait(false);
        return await _database.ReadStateAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new AuditLogDamagedException("The head of the audit log disappeared from the database.");
    }

    private AuditLogSigningKey ReadKey()
    {
        var option = $"{_options.GetType().Name}.{nameof(_options.SigningKeyFile)}";
        if (_options.SigningKeyFile is not { Length: > 0 } path)
        {
            throw new ArgumentException(
                $"{option} is empty. Create a key with 'hipaa-jwt audit keys new' and give each process that writes the log a copy.");
        }

        return File.Exists(path)
            ? SigningKeyFile.Read(new PhysicalDisk(), Path.GetFullPath(path))
            : throw new ArgumentException(
                $"{option}: the file {path} does not exist. Create a key with 'hipaa-jwt audit keys new', or copy the key of the log.");
    }

    private void CheckKey(AuditLogHead head, AuditLogSigningKey key)
    {
        if (!head.PublicKey.Span.SequenceEqual(key.PublicKey.Span))
        {
            throw new ArgumentException(
                $"{_options.GetType().Name}.{nameof(_options.SigningKeyFile)}: the key {key.KeyId} is not that of the audit log "
                + $"{head.Origin} in the database. Use the key of the log, or another schema or file for a new log.");
        }
    }
}
