namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>Writes a line for each event to a file: its type and the identifier of its token or key.</summary>
internal sealed class FileAuditSink(string path, HaltPoint halt) : IAuditSink
{
    private static readonly Lock Writing = new();

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        var isRefresh = auditEvent.Type == AuditEventType.SessionRefreshed;
        if (isRefresh)
        {
            halt.Pass(HaltPoint.BeforeAudit);
        }

        Append($"{auditEvent.Type} {auditEvent.TokenId ?? auditEvent.ResourceId}\n");
        if (isRefresh)
        {
            halt.Pass(HaltPoint.AfterAudit);
        }

        return ValueTask.CompletedTask;
    }

    private void Append(string line)
    {
        lock (Writing)
        {
            File.AppendAllText(path, line);
        }
    }
}
