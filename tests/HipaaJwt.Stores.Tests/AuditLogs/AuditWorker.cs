using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>
/// A process that writes events until its input says stop, and appends the identifier of each acknowledged one to a file, which also
/// survives if the process is killed.
/// </summary>
internal static class AuditWorker
{
    private const int Callers = 8;
    private const int MaxStarts = 20;

    private static readonly Lock Gate = new();

    /// <param name="acknowledged">The path of the file with the acknowledged events.</param>
    /// <param name="key">The path of the signing key.</param>
    /// <param name="place">The kind of the database and where it is.</param>
    public static async Task<int> RunAsync(string acknowledged, string key, string[] place)
    {
        await using var file = new FileStream(acknowledged, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        switch (place)
        {
            case ["sqlite", var path]:
                var options = new SqliteAuditLogOptions { Path = path };
                using (var database = new SqliteAuditLogDatabase(options))
                {
                    await RunAsync(database, options, key, file);
                }

                return 0;
            case ["postgresql", var connection, var schema]:
                await using (var source = new NpgsqlSlimDataSourceBuilder(connection).Build())
                {
                    var settings = new PostgreSqlAuditLogOptions { Schema = schema, ApplySchema = true };
                    await RunAsync(new PostgreSqlAuditLogDatabase(source, settings), settings, key, file);
                }

                return 0;
            default:
                throw new InvalidOperationException(string.Join(' ', place));
        }
    }

    private static async Task RunAsync(IAuditLogDatabase database, AuditLogOptions options, string key, FileStream acknowledged)
    {
        options.SigningKeyFile = key;
        options.WriteTimeout = TimeSpan.FromSeconds(1);
        options.CheckpointInterval = TimeSpan.FromMilliseconds(200);
        await using var log = await OpenAsync(database, options);
        await Console.Out.WriteLineAsync("ready");
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(_ => WriteAsync(log, acknowledged, stop.Token)).ToArray();
        await Console.In.ReadLineAsync(CancellationToken.None);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        await Console.Out.WriteLineAsync(log.Status.ToString());
    }

    /// <summary>
    /// Opens the log. On a busy machine, the first event may take longer than the timeout. The supervisor of a service would then start it
    /// again.
    /// </summary>
    private static async Task<DatabaseAuditLog> OpenAsync(IAuditLogDatabase database, AuditLogOptions options)
    {
        for (var start = 1; ; start++)
        {
            try
            {
                return await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System);
            }
            catch (AuditLogUnavailableException) when (start < MaxStarts)
            {
                // The next start follows.
            }
        }
    }

    private static async Task WriteAsync(DatabaseAuditLog log, FileStream acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            var auditEvent = new AuditEvent { Type = AuditEventType.AccessGranted, Id = Guid.CreateVersion7(now), Time = now };
            try
            {
                await log.WriteAsync(auditEvent, CancellationToken.None);
                lock (Gate)
                {
                    acknowledged.Write(System.Text.Encoding.ASCII.GetBytes($"{auditEvent.Id}\n"));
                }
            }
            catch (AuditLogUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
