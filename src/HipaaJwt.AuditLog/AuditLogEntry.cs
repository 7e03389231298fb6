namespace HipaaJwt;

/// <summary>One record of an audit log as it is stored.</summary>
/// <param name="Origin">The name of the stream.</param>
/// <param name="Index">The index of the record in the stream, from 0.</param>
/// <param name="Json">The stored bytes of the record. The Merkle tree contains their hash.</param>
/// <param name="Event">
/// The event; null if the record is redacted or was written by a later release with a schema that this one cannot read.
/// </param>
/// <param name="IsRedacted">Whether the record was overwritten, so that only its hash is left.</param>
public sealed record AuditLogEntry(string Origin, long Index, ReadOnlyMemory<byte> Json, AuditEvent? Event, bool IsRedacted)
{
    /// <summary>Formats the stream and the index.</summary>
    /// <returns>A text that contains no data of a user or patient.</returns>
    public override string ToString() => $"{Origin} {Index}";
}
