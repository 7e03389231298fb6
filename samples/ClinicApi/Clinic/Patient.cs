namespace ClinicApi.Clinic;

/// <summary>The administrative data of a patient.</summary>
public sealed record Patient(long Id, string Name, DateOnly Born);
