using System.Globalization;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>A process that writes events until its input says stop, and prints the identifier of each acknowledged one.</summary>
internal static class AuditWorker
{
    private const int Callers = 8;

    public static async Task<int> RunAsync(string connectionString, string schema, string key)
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(connectionString).Build();
        var options = new PostgreSqlAuditLogOptions
        {
            Schema = schema,
            ApplySchema = true,
            SigningKeyFile = key,
            WriteTimeout = TimeSpan.FromSeconds(1),
            CheckpointInterval = TimeSpan.FromMilliseconds(200),
        };
        await using var log = await DatabaseAuditLog.OpenAsync(
            new PostgreSqlAuditLogDatabase(source, options), options, TimeProvider.System);
        await Console.Out.WriteLineAsync("ready");
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(_ => WriteAsync(log, stop.Token)).ToArray();
        await Console.In.ReadLineAsync(CancellationToken.None);
        await stop.CancelAsync();
        var acknowledged = await Task.WhenAll(callers);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{log.Status} {string.Join(' ', acknowledged.SelectMany(ids => ids))}"));
        return 0;
    }

    private static async Task<List<Guid>> WriteAsync(DatabaseAuditLog log, CancellationToken stop)
    {
        List<Guid> acknowledged = [];
        while (!stop.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            var auditEvent = new AuditEvent { Type = AuditEventType.AccessGranted, Id = Guid.CreateVersion7(now), Time = now };
            try
            {
                await log.WriteAsync(auditEvent, CancellationToken.None);
                acknowledged.Add(auditEvent.Id);
            }
            catch (AuditLogUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }

        return acknowledged;
    }
}
