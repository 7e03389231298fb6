namespace HipaaJwt.PhiClaims;

/// <summary>
/// The default names of claims that identify a person. They cover the identifiers of 45 CFR 164.514(b)(2)(i) that claims can
/// contain, in the spelling of OpenID Connect Core 1.0 (section 5.1), IHE IUA and common providers.
/// </summary>
internal static class PhiClaimDefaults
{
    public static readonly string[] Names =
    [
        "birthdate", "birthday", "date_of_birth", "dob", "deathdate", "date_of_death",
        "ssn", "social_security*",
        "mrn", "medical_record*", "patient_id", "patient_identifier", "person_id",
        "health_plan*", "member_id", "beneficiary*", "insurance*",
        "name", "given_name", "middle_name", "family_name", "first_name", "last_name", "full_name", "maiden_name", "surname",
        "nickname", "display_name", "patient_name", "subject_name",
        "address", "street*", "home_address", "postal_code", "zip", "zip_code",
        "phone*", "telephone*", "mobile*", "fax*",
        "email", "e_mail", "email_address",
    ];

    public static readonly string[] ValuePatterns = ["###-##-####"];
}
