namespace ClinicApi.Clinic;

/// <summary>One finding in a patient's chart.</summary>
public sealed record ChartEntry(DateOnly Date, string Finding);
