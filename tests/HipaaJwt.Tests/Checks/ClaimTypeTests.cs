using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Checks;

/// <summary>A claim with a wrong type has its own error and does not count as missing.</summary>
public sealed class ClaimTypeTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    public static TheoryData<string, string> WrongTypes { get; } = new MatrixTheoryData<string, string>(
        ["iss", "sub", "jti", "client_id", "azp"],
        ["null", "true", "17", "[]", "{}", "[\"user-42\"]", "\"\"", "\"a\\u0000b\"", "\"a\\r\\nb\"", "\"\\u0085\""]).Flatten();

    public static TheoryData<string, string> WrongDates { get; } = new MatrixTheoryData<string, string>(
        ["exp", "nbf", "iat"],
        [
            "null", "true", "\"1768478400\"", "\"\"", "[]", "[1768478400]", "{}", "-1", "-0", "253402300800", "1e400", "1e-9999999",
        ]).Flatten();

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task Rejects_an_identifier_that_is_not_a_valid_string(string claim, string json) =>
        (await ValidateAsync(claim, json)).Should().Be(new JwtError(JwtErrorCode.ClaimInvalid, claim));

    [Theory]
    [MemberData(nameof(WrongDates))]
    public async Task Rejects_a_date_that_is_not_a_number_or_out_of_range(string claim, string json) =>
        (await ValidateAsync(claim, json)).Should().Be(new JwtError(JwtErrorCode.ClaimInvalid, claim));

    [Theory]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("[\"\"]")]
    [InlineData("[17]")]
    [InlineData("[null]")]
    [InlineData("[[\"https://fhir.hospital.example/r4\"]]")]
    [InlineData("[\"https://fhir.hospital.example/r4\",17]")]
    [InlineData("[17,\"https://fhir.hospital.example/r4\"]")]
    [InlineData("[\"https://fhir.hospital.example/r4\",\"a\\nb\"]")]
    public async Task Rejects_an_audience_that_is_not_a_string_or_an_array_of_strings(string json) =>
        (await ValidateAsync("aud", json)).Should().Be(new JwtError(JwtErrorCode.ClaimInvalid, "aud"));

    [Theory]
    [InlineData("\"https://fhir.hospital.example/r4\"")]
    [InlineData("[\"https://fhir.hospital.example/r4\"]")]
    [InlineData("[\"https://other.example\",\"https://fhir.hospital.example/r4\"]")]
    [InlineData("\"https:\\/\\/fhir.hospital.example\\/r4\"")]
    [InlineData("[\"\\u0068ttps://fhir.hospital.example/r4\"]")]
    public async Task Accepts_a_configured_audience_in_every_form(string json) =>
        (await ValidateAsync("aud", json)).Should().Be(JwtError.None);

    [Theory]
    [InlineData("\"https://fhir.hospital.example/r4/\"")]
    [InlineData("\"https://fhir.hospital.example/r\"")]
    [InlineData("\"https://fhir.hospital.example/R4\"")]
    [InlineData("\" https://fhir.hospital.example/r4\"")]
    [InlineData("\"https://fhir.hospital.example/r4 https://other.example\"")]
    [InlineData("[\"https://other.example\",\"*\"]")]
    public async Task Rejects_an_audience_that_is_not_exactly_equal(string json) =>
        (await ValidateAsync("aud", json)).Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));

    [Theory]
    [InlineData("https://idp.hospital.example/")]
    [InlineData("https://idp.hospital.exampl")]
    [InlineData("https://IDP.hospital.example")]
    [InlineData("https://user@idp.hospital.example")]
    [InlineData("https://idp.hоspital.example")]
    public async Task Rejects_an_issuer_that_is_not_exactly_the_owner_of_the_key(string issuer) =>
        (await ValidateAsync("iss", JsonValue.Create(issuer).ToJsonString()))
            .Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));

    [Fact]
    public async Task Accepts_an_issuer_in_an_escaped_spelling() =>
        (await ValidateAsync("iss", "\"https:\\/\\/idp.hospital.ex\\u0061mple\"")).Should().Be(JwtError.None);

    [Theory]
    [InlineData("", JwtErrorCode.ClaimsMalformed)]
    [InlineData("[]", JwtErrorCode.ClaimsMalformed)]
    [InlineData("{}x", JwtErrorCode.ClaimsMalformed)]
    [InlineData("""{"exp":1,"exp":2}""", JwtErrorCode.ClaimDuplicate)]
    [InlineData("""{"exp":1,"\u0065xp":2}""", JwtErrorCode.ClaimDuplicate)]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""", JwtErrorCode.ClaimsTooComplex)]
    public async Task Rejects_claims_that_are_not_a_strict_JSON_object(string claims, JwtErrorCode code)
    {
        await using var host = new TestHost(_issuer);

        var result = await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), claims));

        // Empty claims make an empty second segment, which is a shape error.
        result.Error.Should().Be(new JwtError(claims.Length == 0 ? JwtErrorCode.TokenNotCompact : code));
    }

    private async Task<JwtError> ValidateAsync(string claim, string json)
    {
        await using var host = new TestHost(_issuer);
        var members = TestIssuer.Claims()
            .Where(member => member.Key != claim)
            .Select(member => $"\"{member.Key}\":{member.Value!.ToJsonString()}");
        var claims = "{" + string.Join(',', [.. members, $"\"{claim}\":{json}"]) + "}";
        return (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), claims))).Error;
    }
}
