namespace HipaaJwt.Fhir.Exporting;

/// <summary>The result of one attempt to export everything that is there.</summary>
/// <param name="Status">What the export does now.</param>
/// <param name="Reason">Why it does not go on, without data of events; null if it does.</param>
/// <param name="RetryAfter">The delay that the receiver asks for; null for none.</param>
/// <param name="Count">How many records left the window.</param>
internal readonly record struct StepResult(FhirAuditExportStatus Status, string? Reason, TimeSpan? RetryAfter, int Count);
