namespace HipaaJwt.AuditLog.Writing;

/// <summary>What the anchors have. Thread-safe.</summary>
internal interface IAnchorState
{
    /// <summary>The number of events that all anchors have.</summary>
    long Size { get; }

    /// <summary>Whether an anchor has another history of the stream. This log must then not go on.</summary>
    bool IsContradicted { get; }
}
