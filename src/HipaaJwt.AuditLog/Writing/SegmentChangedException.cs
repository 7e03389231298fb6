namespace HipaaJwt.AuditLog.Writing;

/// <summary>The file of the open segment was changed from outside.</summary>
internal sealed class SegmentChangedException : IOException
{
    public SegmentChangedException()
        : this("Its file was deleted, replaced or cut")
    {
    }

    public SegmentChangedException(string message)
        : base(message)
    {
    }

    public SegmentChangedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
