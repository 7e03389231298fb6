namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reports records that a log should have and does not have.</summary>
internal static class MissingRecords
{
    /// <exception cref="AuditLogDamagedException">The record is missing.</exception>
    public static void ThrowIf(bool isMissing, string origin, long index)
    {
        if (isMissing)
        {
            throw new AuditLogDamagedException(
                $"Record {index} of the audit log {origin} is missing. Verify the log with 'hipaa-jwt audit verify'.");
        }
    }

    /// <summary>A log never shrinks. A shorter one was restored or lost its end, and its next records are others than those read.</summary>
    /// <exception cref="AuditLogDamagedException">Records before the next one are missing.</exception>
    public static void ThrowIfAhead(string origin, long next, long size)
    {
        if (next > size)
        {
            throw new AuditLogDamagedException(
                $"Record {next} of the audit log {origin} is to be read next, and its newest checkpoint covers {size} records only. The "
                + "log was restored, or lost its end. Verify it with 'hipaa-jwt audit verify'.");
        }
    }
}
