using System.ComponentModel.DataAnnotations;

namespace ClinicApi.Clinic;

/// <summary>A prescription.</summary>
public sealed record Prescription(long Id, string Medication, string Dosage, string PrescribedBy);

/// <summary>The body of the request that creates a prescription.</summary>
public sealed record NewPrescription([Required, StringLength(200)] string Medication, [Required, StringLength(200)] string Dosage);
