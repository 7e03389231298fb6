namespace HipaaJwt.PhiClaims;

/// <summary>
/// The default names of claims that identify a patient. They cover the identifiers of 45 CFR 164.514(b)(2)(i) that claims can contain,
/// and clinical data, in the spelling of OpenID Connect Core 1.0 (section 5.1), HL7, IHE IUA, national health services and common
/// providers.
/// </summary>
internal static class PhiClaimDefaults
{
    /// <summary>
    /// Names, addresses and contacts, which also organizations and applications have. They do not count inside an organization.
    /// </summary>
    public static readonly string[] Contacts =
    [
        "name", "full_name", "display_name",
        "address", "street*", "home_address", "postal_code", "zip", "zip_code",
        "phone*", "telephone*", "mobile*", "fax*",
        "email", "e_mail", "email_address",
        "*street", "*street_address", "*postal_address", "*mailing_address", "*residential_address", "address_line*", "city",
        "*postcode",
        "*phone", "*phone_number", "*phone_no", "*mobile", "*mobile_number", "*fax", "*fax_number", "*fax_no", "telecom",
        "*telefon",
        "*email", "*email_address", "*legal_name", "*contact_name",
        "picture", "*picture_url", "*photo", "*photo_url", "*photograph", "*portrait", "avatar", "avatar_url", "*headshot",
        "emails", "contact=*@*.*", "latitude", "longitude", "*tax_id", "*account_number", "*account_no", "iban",
    ];

    /// <summary>Identifiers of persons alone. They count everywhere.</summary>
    public static readonly string[] Identifiers =
    [
        "birthdate", "birthday", "date_of_birth", "dob", "deathdate", "date_of_death",
        "ssn", "social_security*",
        "mrn", "medical_record*", "patient_id", "patient_identifier", "person_id",
        "health_plan*", "member_id", "beneficiary*", "insurance*",
        "given_name", "middle_name", "family_name", "first_name", "last_name", "maiden_name", "surname",
        "nickname", "patient_name", "subject_name",

        // Dates.
        "*birth_date", "*date_of_birth", "*birthday", "*dob", "born*", "year_of_birth", "*birth_year", "*birthplace",
        "*place_of_birth",
        "*death_date", "*date_of_death", "deceased*", "*admission_date", "*date_of_admission", "admitted*", "*discharge_date",
        "*date_of_discharge", "expected_discharge*", "*date_of_service", "*service_date", "*appointment_date", "*visit_date",
        "*encounter_date", "*surgery_date", "admission*", "discharge*", "*appointment", "birth", "death", "*geburtsdatum",
        "*date_naissance", "*fecha_nacimiento", "*fodselsdato", "*geboortedatum",

        // Persons.
        "*given_name", "*middle_name", "*family_name", "*first_name", "*last_name", "*maiden_name", "*surname", "family_name*",
        "preferred_name",
        "next_of_kin*", "*vorname", "*nachname", "*prenom", "*prenoms", "*apellido", "*apellidos", "*voornaam", "*achternaam",

        // National identifiers.
        "*ssn", "ssn_last4", "*social_security*", "*social_insurance*", "*national_id*", "national_insurance*", "*nino",
        "*personal_identity_number",
        "*personnummer", "*fodselsnummer", "*citizen_service_number", "*bsn", "*nhs_number", "*nhs_no", "*chi_number", "ihi",
        "*matricule_ins",
        "nir", "*codice_fiscale", "*fiscal_code", "*cpf", "*aadhaar*", "abha*", "*abha_number", "*abha_address", "*health_id*",
        "*healthcare_id*", "*curp",
        "*pesel", "*cpr_number", "cpr=######*####", "*ahv_nummer", "*avs_number", "*kvnr", "*versichertennummer",
        "*versicherten_id", "*pps_number",
        "*identity_number", "*identity_card*", "*personal_number", "*person_identifier", "personal_administrative_number", "hetu",
        "*national_register*", "insz", "niss", "*rijksregisternummer", "*epr_spid", "nhi", "*nhi_number", "phn", "*health_card*",
        "ohip*",
        "svnr", "*svnr", "*sozialversicherung*", "dni", "nif", "steuer_id", "rrn",

        // Record numbers, and accounts of patients and health plans.
        "*mrn", "*medical_record*", "*patient_id", "*patient_ids", "*patient_identifier", "*patient_number", "*patient_no",
        "*patient_ref", "*patient_reference", "*patient_url",
        "*hospital_number", "*hospital_no", "*chart_number", "*chart_no", "*health_record_number", "icn", "edipi", "empi*",
        "*accession_number", "*health_plan*", "*member_id", "*member_number", "*member_no", "*subscriber_id", "*subscriber_number",
        "*subscriber_no", "*beneficiary_id", "*beneficiary_number", "*insurance*", "mbi", "hicn", "medicare*", "medicaid*",
        "*policy_number", "*policy_no", "*card_number",

        // Licenses, vehicles, devices, addresses of machines, biometrics.
        "*driver_license*", "*drivers_license*", "*driver_licence*", "*driving_licence*", "*driving_license*", "*passport*",
        "*document_number", "*certificate_number", "birth_certificate*", "*license_plate*", "*licence_plate*", "vin",
        "*vehicle_identification*", "*serial_number", "*serial_no", "*serial",
        "udi", "imei", "*implant_id", "ip", "ip_address", "*client_ip", "ipaddr", "biometric*", "*face_template",
        "*fingerprint_template",
        "*face_image", "*face_encoding", "*voice_print", "*iris_template", "*iris_code", "*retina_scan", "*fingerprints",

        // Clinical data.
        "*diagnosis*", "*diagnoses", "*medication*", "*allerg*", "*labs", "*lab_result*", "*test_result*", "loinc*", "icd10*",
        "icd_code",
        "*blood_type", "*blood_group", "*immunization*", "*vaccination*", "*hiv*status", "*pregnan*", "*problem_list", "problems",
        "*prescription*", "vitals", "vital_signs", "*observations",

        // Names that identify a patient if the value has a certain form.
        "patient=??????*", "*_patient=??????*", "patients=??????*", "encounter=??????*", "pid=###########", "id_nummer=?#########",
        "username=*@*.*", "user_name=*@*.*", "preferred_username=*@*.*", "upn=*@*.*", "unique_name=*@*.*", "login=*@*.*",
        "login_hint=*@*.*",
    ];

    public static readonly string[] Names = [.. Contacts.Take(ClassicContacts), .. Identifiers, .. Contacts.Skip(ClassicContacts)];

    /// <summary>Forms of telephone numbers. They do not count inside an organization.</summary>
    public static readonly string[] PhonePatterns = ["+#*###*###", "+##*##*##*##*##", "tel:*#", "(###)*###-####"];

    public static readonly string[] ValuePatterns =
    [
        "###-##-####", .. PhonePatterns, "Patient/*#*", "*/Patient/*#*", "*^^^&*&ISO", "*PID|*",
        "http://hl7.org/fhir/sid/icd-10*",
    ];

    /// <summary>The number of contacts whose entry is reported before that of a wider one.</summary>
    private const int ClassicContacts = 15;
}
