using System.Collections.Immutable;
using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>The anchors that options name, and what they have at start.</summary>
internal static class AnchorSources
{
    public static ImmutableArray<IAuditLogAnchor> Of(AuditLogOptions options)
    {
        List<IAuditLogAnchor> anchors = [.. options.Anchors];
        if (options.AnchorDirectory is { } directory)
        {
            if (!Directory.Exists(directory))
            {
                throw new ArgumentException(
                    $"{options.GetType().Name}.{nameof(options.AnchorDirectory)}: {directory} does not exist. "
                    + "Mount or create it before the service starts.");
            }

            anchors.Add(new FileAnchor(Path.GetFullPath(directory)));
        }

        if (options.AnchorAddress is { } address)
        {
            anchors.Add(new HttpAnchor(address));
        }

        return [.. anchors];
    }

#pragma warning disable CA1031 // An anchor may throw any exception.
    /// <summary>
    /// Reads the newest checkpoints. An anchor that does not answer stops the start only if unanchored events are rejected.
    /// </summary>
    public static async Task<List<AuditLogCheckpoint>> ReadAsync(
        ImmutableArray<IAuditLogAnchor> anchors,
        string origin,
        AuditLogOptions options,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        if (anchors.IsEmpty)
        {
            Log.NoAnchor(logger);
        }

        List<AuditLogCheckpoint> checkpoints = [];
        foreach (var anchor in anchors)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.AnchorTimeout);
            try
            {
                if (await anchor.ReadAsync(origin, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false) is { } checkpoint)
                {
                    checkpoints.Add(checkpoint);
                }
            }
            catch (Exception exception) when (exception is not AuditLogDamagedException && !options.RejectUnanchored
                && !cancellationToken.IsCancellationRequested)
            {
                Log.AnchorNotRead(logger, anchor.Name, exception.GetType().Name);
            }
        }

        return checkpoints;
    }
#pragma warning restore CA1031
}
