using System.Text;

namespace HipaaJwt.Tests.PhiClaims;

/// <summary>What a claim is about: patients, persons, organizations, applications, or access.</summary>
public sealed class PhiContextTests
{
    [Theory]
    [InlineData("""{"resource_access":{"medical-records-api":{"roles":["reader"]},"mobile-app":{"roles":["user"]}}}""")]
    [InlineData("""{"resource_access":{"fax-gateway":{"roles":["send"],"scopes":["a"]},"email":{"roles":["x"]}}}""")]
    [InlineData("""{"medical-records-api":{"roles":["reader"]},"mobile-app":["read"],"insurance_portal":{"roles":["x"]}}""")]
    [InlineData("""{"mobile_app_version":"3.1","fax_gateway_url":"https://fax.test","medical_records_api_version":"2"}""")]
    [InlineData("""{"urn:zitadel:iam:org:project:281:roles":{"insurance":{"1":"x.test"},"phone-clerk":{"1":"y.test"}}}""")]
    [InlineData("""{"roles":{"email":{"org":"x"},"allergist":{"org":"y"}},"features":{"mobile":true,"fax":{"enabled":true}}}""")]
    public void Names_of_clients_and_roles_are_no_claims(string claims) => Scan(claims).Should().BeEmpty();

    [Theory]
    [InlineData("""{"organization":{"north":{"name":"North Clinic","phone":"+1 503 555 0100"}}}""")]
    [InlineData("""{"organization":{"name":"North Clinic","address":{"street_address":"1 Road","postal_code":"97201"}}}""")]
    [InlineData("""{"organizations":[{"name":"North","email":"desk@north.test","telephone":"+15035550100"}]}""")]
    [InlineData("""{"https://clinic.test/organization":{"display_name":"x","fax":"555-0100"}}""")]
    [InlineData("""{"tenant":{"name":"x"},"client":{"name":"y"},"ward":{"name":"7b"},"node":{"name":"z"}}""")]
    [InlineData("""{"clinic_phone":"+1 503 555 0100","hospital_fax":"555-0100","org_email":"desk@north.test"}""")]
    [InlineData("""{"urn:zitadel:iam:user:resourceowner:name":"Praxis Nord"}""")]
    [InlineData("""{"registered":{"legal_form":"ltd","street_address":"1 Hospital Way","name":"Harbor Ltd"}}""")]
    [InlineData("""{"custodian":{"resourceType":"Organization","name":"x","telecom":[{"system":"phone","value":"+15035550100"}]}}""")]
    public void Contacts_of_organizations_identify_nobody(string claims) => Scan(claims).Should().BeEmpty();

    [Theory]
    [InlineData("""{"phone_number_verified":false,"email_verified":true,"address":true,"https://x.test/birthdate":false}""")]
    [InlineData("""{"phone_number_verified":"false","email":"","name":[],"address":{},"birthdate":[null]}""")]
    [InlineData("""{"claims":{"userinfo":{"email":null,"name":{"essential":true}}}}""")]
    [InlineData("""{"claims":"{\"userinfo\":{\"email\":null,\"name\":{\"essential\":true}}}"}""")]
    public void Booleans_and_empty_values_identify_nobody(string claims) => Scan(claims).Should().BeEmpty();

    [Theory]
    [InlineData("""{"attributes":[{"name":"department","value":"x"}]}""")]
    [InlineData("""{"settings":{"type":"phone","value":true}}""")]
    [InlineData("""{"patient":"self","patient_role":"proxy","username":"jdoe","preferred_username":"dr.smith"}""")]
    [InlineData("""{"email":"sync@project.iam.gserviceaccount.com","preferred_username":"service-account-sync"}""")]
    public void Labels_and_logins_identify_nobody_by_themselves(string claims) => Scan(claims).Should().BeEmpty();

    [Theory]
    [InlineData("""{"a":{"b":[{"name":"Jane Roe"}]}}""", "name")]
    [InlineData("""{"user":{"name":"Jane Roe"}}""", "name")]
    [InlineData("""{"organization":{"north":{"patients":[{"name":"Jane Roe"}]}}}""", "name")]
    [InlineData("""{"organization":{"north":{"members":[{"phone":"555-0100"}]}}}""", "phone*")]
    [InlineData("""{"organization":{"north":{"birthdate":"1970-01-01"}}}""", "birthdate")]
    [InlineData("""{"organization":{"north":{"ssn":"078051120"}}}""", "ssn")]
    [InlineData("""{"resource_access":{"portal":{"roles":["x"],"mrn":"1"}}}""", "mrn")]
    [InlineData("""{"clinic":{"note":"078-05-1120"}}""", "###-##-####")]
    [InlineData("""{"client":{"user":{"email":"j@x.test"}}}""", "email")]
    public void Persons_are_found_in_any_nesting(string claims, string entry) => Scan(claims).Should().Contain(entry);

    [Theory]
    [InlineData("""{"patientBirthDate":"1970-01-01"}""", "birthdate")]
    [InlineData("""{"PATIENT_DOB":"1970"}""", "dob")]
    [InlineData("""{"extension_7c1f_DateOfBirth":"1970-01-01"}""", "*date_of_birth")]
    [InlineData("""{"patient_phone_number":"555"}""", "*phone_number")]
    [InlineData("""{"phone_home":"555","address1":"1 Road","mrns":["1"],"dob_value":"1970"}""", "phone* address mrn dob")]
    [InlineData("""{"guardian_name":"Jane"}""", "name")]
    [InlineData("""{"child":{"family":"Roe"}}""", "family_name")]
    [InlineData("""{"nhsNumber":"9000000009"}""", "*nhs_number")]
    [InlineData("""{"mbi":"1EG4-TE5-MK73"}""", "mbi")]
    [InlineData("""{"patient-hospital-no":"H1"}""", "*hospital_no")]
    [InlineData("""{"driversLicense":"D1"}""", "*drivers_license*")]
    public void Names_with_further_words_are_found(string claims, string entries) => string.Join(' ', Scan(claims)).Should().Be(entries);

    [Theory]
    [InlineData("""{"patient":"eq081-VQEgP8drUUqCWzHfw3"}""", "patient=??????*")]
    [InlineData("""{"launch":{"patient":"123456"}}""", "patient=??????*")]
    [InlineData("""{"patient":"12345"}""", null)]
    [InlineData("""{"patient":{"id":"123456"}}""", "patient=??????*")]
    [InlineData("""{"user":{"id":"123456"}}""", null)]
    [InlineData("""{"fhirUser":"https://ehr.test/Patient/a1"}""", "*/Patient/*#*")]
    [InlineData("""{"fhirUser":"https://ehr.test/Practitioner/a1"}""", null)]
    [InlineData("""{"username":"+12165550173"}""", "+#*###*###")]
    [InlineData("""{"username":"jane@mail.test"}""", "username=*@*.*")]
    [InlineData("""{"telecom":[{"system":"fax","value":"555-0100"}]}""", "telecom fax*")]
    [InlineData("""{"x":[{"type":"MRN","value":"1"}]}""", "mrn")]
    [InlineData("""{"x":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"078051120"}]}""", "*ssn")]
    [InlineData("""{"x":"31494^^^&1.2.840.113619.6.197&ISO"}""", "*^^^&*&ISO")]
    [InlineData("""{"x":" {\"y\":[{\"mrn\":1}]}"}""", "mrn")]
    [InlineData("""{"x":"[{\"y\":\"{\\\"mrn\\\":1}\"}]"}""", "mrn")]
    [InlineData("""{"x":"{mrn:1}","y":"[","z":"{\"a\":1,\"a\":2}"}""", null)]
    public void Values_are_read(string claims, string? entries) => string.Join(' ', Scan(claims)).Should().Be(entries ?? string.Empty);

    private static IReadOnlyList<string> Scan(string claims) =>
        new PhiClaimScanner(new PhiClaimOptions()).Scan(Encoding.UTF8.GetBytes(claims));
}
