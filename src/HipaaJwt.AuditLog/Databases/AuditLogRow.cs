namespace HipaaJwt;

/// <summary>One event of an audit log in a database.</summary>
/// <param name="Index">The index of the event, from 0 and without gaps.</param>
/// <param name="EventId">The identifier of the event. No other row has it.</param>
/// <param name="Leaf">The hash of <paramref name="Json"/> as a leaf of the Merkle tree, 32 bytes.</param>
/// <param name="Json">The record: ASCII without line feeds, at most 16 KiB. A database keeps each byte of it.</param>
public sealed record AuditLogRow(long Index, Guid EventId, ReadOnlyMemory<byte> Leaf, ReadOnlyMemory<byte> Json)
{
    /// <summary>Formats the index.</summary>
    /// <returns>A text that contains no data of a user or patient.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Event {Index}");
}
