using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Recovery;
using HipaaJwt.AuditLog.Retention;
using HipaaJwt.AuditLog.Writing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Opens a log: checks the directory, reads the key, takes a stream, asks the anchors and starts the engine.</summary>
internal static class LogOpener
{
    public static async Task<OpenLog> OpenAsync(
        FileAuditLogOptions options, TimeProvider time, ILogger logger, LogTelemetry? telemetry, CancellationToken cancellationToken)
    {
        var disk = new PhysicalDisk();
        StreamDirectory.CreatePrivate(options.Directory);
        CheckFileSystem(options, logger);
#pragma warning disable CA2000 // The open log disposes of it.
        var key = ReadKey(disk, options, logger);
#pragma warning restore CA2000
        var reporter = new LogReporter(logger, telemetry);
        var (stream, taken) = StreamDirectory.Take(disk, Path.GetFullPath(options.Directory), options.Service ?? "service", key, time);
        try
        {
            var anchors = AnchorSources.Of(options);
            var anchored = await AnchorSources.ReadAsync(anchors, stream.Origin, options, logger, cancellationToken).ConfigureAwait(false);
            var pumps = new Anchors(
                [.. anchors.Select(anchor => new AnchorPump(anchor, options.AnchorTimeout, time, reporter.OnAnchor))]);
            var engine = await Task.Run(
                () => LogEngine.Open(stream, anchored, pumps, EngineOptionsOf(options), reporter, time),
                cancellationToken).ConfigureAwait(false);
            Log.Opened(logger, stream.Origin, stream.Directory, engine.Count);
            var log = new OpenLog(engine, [taken, key, .. anchors.OfType<HttpAnchor>()]);
            log.Add(new SegmentKeeper(disk, engine, options, time, logger));
            return log;
        }
        catch
        {
            taken.Dispose();
            key.Dispose();
            throw;
        }
    }

    private static LogEngineOptions EngineOptionsOf(FileAuditLogOptions options) => new()
    {
        Settings = new LogSettings
        {
            MaxSegmentBytes = options.MaxSegmentBytes,
            MaxSegmentAge = options.MaxSegmentAge,
            CheckpointInterval = options.CheckpointInterval,
            MaxUnanchored = options.RejectUnanchored ? options.MaxUnanchoredEvents : null,
        },
        Pseudonyms = options.PseudonymKeys.Count == 0 ? null : new Pseudonyms(options.PseudonymKeys),
        WriteTimeout = options.WriteTimeout,
    };

    private static void CheckFileSystem(FileAuditLogOptions options, ILogger logger)
    {
        var format = LogFileSystem.FormatOf(options.Directory);
        switch (LogFileSystem.KindOf(format))
        {
            case LogFileSystemKind.Volatile when !options.AllowVolatileFileSystem:
                throw Refused(options, format, "loses the log when the machine stops", nameof(options.AllowVolatileFileSystem));
            case LogFileSystemKind.Network when !options.AllowNetworkFileSystem:
                throw Refused(options, format, "does not guarantee locks and syncs", nameof(options.AllowNetworkFileSystem));
            case LogFileSystemKind.ContainerLayer:
                Log.ContainerLayer(logger, format);
                break;
        }
    }

    private static ArgumentException Refused(FileAuditLogOptions options, string format, string reason, string remedy) => new(
        $"{nameof(FileAuditLogOptions)}.{nameof(options.Directory)}: {options.Directory} lies on the file system {format}, "
        + $"which {reason}. Use a directory on a local disk. For tests, set {remedy}.");

    private static AuditLogSigningKey ReadKey(PhysicalDisk disk, FileAuditLogOptions options, ILogger logger)
    {
        var path = Path.GetFullPath(options.SigningKeyFile ?? Path.Combine(options.Directory, "signing.key"));
        if (Path.GetDirectoryName(path) == Path.GetFullPath(options.Directory))
        {
            Log.KeyBesideLog(logger);
        }

        return SigningKeyFile.ReadOrCreate(disk, path, () => Log.KeyCreated(logger, path));
    }
}
