namespace HipaaJwt.Fhir.Exporting;

/// <summary>A record that has been read and not been exported yet.</summary>
/// <param name="Record">The record.</param>
/// <param name="Arrived">The timestamp of the clock when it was read.</param>
internal sealed record WindowEntry(AuditLogEntry Record, long Arrived)
{
    public AuditEvent? Event => Record.Event;

    public override string ToString() => Record.ToString();
}
