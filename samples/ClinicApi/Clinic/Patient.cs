namespace ClinicApi.Clinic;

/// <summary>A patient, as the front desk knows them.</summary>
public sealed record Patient(long Id, string Name, DateOnly Born);
