namespace HipaaJwt.Fhir.Exporting;

/// <summary>What an export did at the end of its last step, for readers of other threads.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">Why it did not go on; null if it did.</param>
/// <param name="Oldest">The time of the oldest event that waited.</param>
/// <param name="Sent">The number of resources that had been sent.</param>
internal sealed record ExporterState(FhirAuditExportStatus Status, string? Reason, DateTimeOffset? Oldest, long Sent)
{
    /// <summary>A step can take long. If it has sent something since the last one failed, the export goes on.</summary>
    public ExporterState At(long sent) => Status > FhirAuditExportStatus.Running && sent > Sent
        ? this with { Status = FhirAuditExportStatus.Running, Reason = null }
        : this;
}
