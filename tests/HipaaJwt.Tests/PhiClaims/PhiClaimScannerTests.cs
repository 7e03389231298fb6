using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.PhiClaims;

public sealed class PhiClaimScannerTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("""{"birthdate":"1970-01-01"}""", "birthdate")]
    [InlineData("""{"birthDate":"1970-01-01"}""", "birthdate")]
    [InlineData("""{"BIRTH-DATE":"1970-01-01"}""", "birthdate")]
    [InlineData("""{"birth\u0064ate":"1970-01-01"}""", "birthdate")]
    [InlineData("""{"dateOfBirth":"1970-01-01"}""", "date_of_birth")]
    [InlineData("""{"SSN":"x"}""", "ssn")]
    [InlineData("""{"socialSecurityNumber":1}""", "social_security*")]
    [InlineData("""{"mrn":1}""", "mrn")]
    [InlineData("""{"medical_record_number":1}""", "medical_record*")]
    [InlineData("""{"name":"x"}""", "name")]
    [InlineData("""{"given_name":"x"}""", "given_name")]
    [InlineData("""{"address":{"region":"x"}}""", "address")]
    [InlineData("""{"phone_number":"x"}""", "phone*")]
    [InlineData("""{"email":"x"}""", "email")]
    [InlineData("""{"https://idp.example/claims/email":"x"}""", "email")]
    [InlineData("""{"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/dateofbirth":"x"}""", "date_of_birth")]
    [InlineData("""{"custom:ssn":"x"}""", "ssn")]
    [InlineData("""{"a":[{"b":{"c":[[{"mrn":1}]]}}]}""", "mrn")]
    [InlineData("""{"extensions":{"ihe_iua":{"person_id":"x"}}}""", "person_id")]
    [InlineData("""{"extensions":{"ihe_bppc":{"patient_id":"x"}}}""", "patient_id")]
    [InlineData("""{"note":"078-05-1120"}""", "###-##-####")]
    [InlineData("""{"notes":["x","078-05-1120"]}""", "###-##-####")]
    [InlineData("""{ "mrn" : 1 , "ssn" : 2 , "mrn2" : 3 , "x":{"mrn":4}}""", "mrn ssn")]
    public void Claims_that_identify_a_person_are_reported_as_entries_of_the_options(string claims, string entries) =>
        string.Join(' ', Scan(claims)).Should().Be(entries);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"iss":"https://idp.example","sub":"user-42","aud":["x"],"exp":1,"iat":1,"jti":"x"}""")]
    [InlineData("""{"scope":"openid profile email address phone"}""")]
    [InlineData("""{"client_id":"name","roles":["birthdate","ssn","mrn"],"azp":"email"}""")]
    [InlineData("""{"username":"x","client_name":"x","email_verified":true,"token_name":"x"}""")]
    [InlineData("""{"fhirUser":"Practitioner/1","patient":"123"}""")]
    [InlineData("""{"name":null,"email" : null}""")]
    [InlineData("""{"x":"1078-05-1120","y":"078-05-11200","z":"078051120","w":"abc-de-fghi"}""")]
    [InlineData("""{"\"name\":":"\"email\":\"x\""}""")]
    [InlineData("""{"x":"","":"","_":""}""")]
    public void Claims_that_identify_no_person_are_not_reported(string claims) => Scan(claims).Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"name":"secret","name":"secret"}""")]
    [InlineData("""{"name":"secret"} x""")]
    public void Malformed_claims_throw_an_exception_without_their_content(string claims) =>
        FluentActions.Invoking(() => Scan(claims)).Should().Throw<ArgumentException>().Which.Message.Should().NotContain("secret");

    [Fact]
    public void Entries_can_be_replaced()
    {
        var options = new PhiClaimOptions();
        options.Names.Clear();
        options.Names.Add("*blood*");
        options.ValuePatterns.Clear();
        options.ValuePatterns.Add("MRN#*");

        new PhiClaimScanner(options).Scan("""{"BloodType":"A","name":"x","id":"MRN7-x"}"""u8).Should().Equal("*blood*", "MRN#*");
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("_-.")]
    [InlineData("a b")]
    [InlineData("é")]
    public void An_invalid_entry_is_an_option_problem(string? entry)
    {
        const string Problem = "is empty, matches everything, is longer than 128 characters, "
            + "or contains blanks or characters outside ASCII. Correct or remove it.";

        Problems(options => options.Names[0] = entry!).Should().Equal($"HipaaJwtOptions.PhiClaims.Names[0] {Problem}");
        Problems(options => options.ValuePatterns[0] = entry!).Should().Equal($"HipaaJwtOptions.PhiClaims.ValuePatterns[0] {Problem}");
    }

    [Theory]
    [InlineData("=x")]
    [InlineData("*=x")]
    [InlineData("name=")]
    public void A_name_with_a_value_has_both_parts(string entry)
    {
        Problems(options => options.Names[0] = entry).Should().ContainSingle()
            .Which.Should().StartWith("HipaaJwtOptions.PhiClaims.Names[0] ");
        FluentActions.Invoking(() => new PhiClaimScanner(new PhiClaimOptions { Names = { entry } })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_value_pattern_may_contain_an_equals_sign() =>
        Problems(options => options.ValuePatterns[0] = "*=x").Should().BeEmpty();

    [Fact]
    public void An_entry_can_depend_on_the_value()
    {
        var options = new PhiClaimOptions();
        options.Names.Clear();
        options.Names.Add("room=#??");
        var scanner = new PhiClaimScanner(options);

        scanner.Scan("""{"Room":"7ab"}"""u8).Should().Equal("room=#??");
        scanner.Scan("""{"room":712}"""u8).Should().Equal("room=#??");
        scanner.Scan("""{"room":["x","7ab"]}"""u8).Should().Equal("room=#??");
        scanner.Scan("""{"room":"7abc","x":"7ab","y":{"room":"ab7"}}"""u8).Should().BeEmpty();
    }

    [Fact]
    public void Entries_of_the_application_are_literal()
    {
        var options = new PhiClaimOptions();
        options.Names.Clear();
        options.Names.Add("blood*");
        options.Names.Add("pregnant");
        options.Names.Add("custom:*");
        var scanner = new PhiClaimScanner(options);

        scanner.Scan("""{"resource_access":{"blood-api":{"roles":["x"]}}}"""u8).Should().Equal("blood*");
        scanner.Scan("""{"pregnant":false}"""u8).Should().Equal("pregnant");
        scanner.Scan("""{"custom:x":1}"""u8).Should().Equal("custom:*");
        scanner.Scan("""{"blood":null,"is_pregnant":true}"""u8).Should().BeEmpty();
    }

    [Fact]
    public void A_scan_that_finds_nothing_allocates_nothing()
    {
        var scanner = new PhiClaimScanner(new PhiClaimOptions());
        var claims = Encoding.UTF8.GetBytes(
            """{"sub":"u\u002d1","resource_access":{"mobile-app":{"roles":["a"]}},"claims":"{\"email\":null}","phone_verified":true}""");

        Allocation.Of(() => scanner.Scan(claims)).Should().Be(0);
    }

    [Fact]
    public void An_entry_has_at_most_128_characters()
    {
        Problems(options => options.Names.Add(new string('a', 128))).Should().BeEmpty();
        Problems(options => options.Names.Add(new string('a', 129))).Should().ContainSingle();
    }

    [Fact]
    public void Options_without_entries_are_an_option_problem() =>
        Problems(options =>
        {
            options.Names.Clear();
            options.ValuePatterns.Clear();
        }).Should().Equal(
            "HipaaJwtOptions.PhiClaims.Names and HipaaJwtOptions.PhiClaims.ValuePatterns are empty, so no claim could be found. "
            + "Add entries, or set HipaaJwtOptions.PhiClaims.Action to Ignore.");

    [Fact]
    public void An_undefined_action_is_an_option_problem() =>
        Problems(options => options.Action = (PhiClaimAction)7)
            .Should().Equal("HipaaJwtOptions.PhiClaims.Action is 7. Use Ignore, Warn or Refuse.");

    private static IReadOnlyList<string> Scan(string claims) =>
        new PhiClaimScanner(new PhiClaimOptions()).Scan(Encoding.UTF8.GetBytes(claims));

    private IReadOnlyList<string> Problems(Action<PhiClaimOptions> change) => OptionsProblems.Of(_issuer, change: options =>
    {
        options.PhiClaims.Action = PhiClaimAction.Refuse;
        change(options.PhiClaims);
    });
}
