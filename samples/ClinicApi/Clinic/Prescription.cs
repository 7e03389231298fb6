using System.ComponentModel.DataAnnotations;

namespace ClinicApi.Clinic;

/// <summary>What a physician prescribed.</summary>
public sealed record Prescription(long Id, string Medication, string Dosage, string PrescribedBy);

/// <summary>What a physician wants to prescribe.</summary>
public sealed record NewPrescription([Required, StringLength(200)] string Medication, [Required, StringLength(200)] string Dosage);
