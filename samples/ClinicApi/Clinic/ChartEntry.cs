namespace ClinicApi.Clinic;

/// <summary>A finding in the chart of a patient.</summary>
public sealed record ChartEntry(DateOnly Date, string Finding);
