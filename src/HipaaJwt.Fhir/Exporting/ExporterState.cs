namespace HipaaJwt.Fhir.Exporting;

/// <summary>What an export does now, for readers of other threads.</summary>
internal sealed record ExporterState(FhirAuditExportStatus Status, string? Reason, DateTimeOffset? Oldest);
