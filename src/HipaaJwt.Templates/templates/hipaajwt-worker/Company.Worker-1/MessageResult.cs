namespace Company.Worker_1;

/// <summary>What happens to a message.</summary>
public enum MessageResult
{
    /// <summary>The chart has changed. Remove the message from the queue.</summary>
    Done,

    /// <summary>The token was rejected, or does not grant the permission. Move the message to the dead-letter queue.</summary>
    Rejected,

    /// <summary>Keys, a store or the audit log are unavailable, so nothing was decided. Deliver the message again.</summary>
    Retry,
}
