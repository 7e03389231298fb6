using HipaaJwt.Stores.Tests.Workers;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>Writes a line for each event to a file: its type and the identifier of its token or key.</summary>
internal sealed class FileAuditSink(string path, HaltPoint halt, Planted planted) : IAuditSink
{
    private static readonly TimeSpan AfterAnswer = TimeSpan.FromSeconds(1);
    private static readonly Lock Writing = new();

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        if (planted.Defect == PlantedDefect.AuditAfterAnswer)
        {
            _ = WriteLaterAsync(auditEvent);
        }
        else
        {
            Write(auditEvent);
        }

        return ValueTask.CompletedTask;
    }

    private async Task WriteLaterAsync(AuditEvent auditEvent)
    {
        await Task.Delay(AfterAnswer, TimeProvider.System);
        Write(auditEvent);
    }

    private void Write(AuditEvent auditEvent)
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
    }

    private void Append(string line)
    {
        lock (Writing)
        {
            File.AppendAllText(path, line);
        }
    }
}
