using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Traffic.Instances;

/// <summary>Writes the access tokens (RFC 9068) of a clinic, with SMART scopes, roles and a session. HS256 signs them quickly.</summary>
internal sealed class TokenWriter
{
    public const string Issuer = "https://idp.hospital.example/realms/clinic";
    public const string Audience = "https://fhir.hospital.example/r4";
    public const string Role = "physician";
    public const string Permission = "chart:read";

    private const string KeyId = "2026-01-signing";

    private readonly byte[] _secret = SHA256.HashData("The tokens of a simulation need no secret."u8);
    private readonly string _header = Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{KeyId}}"}"""));

    public static string Subject(int clinician) =>
        string.Create(CultureInfo.InvariantCulture, $"7d0f2c1e-9b64-4c1d-8a0e-{clinician:D8}a3f7");

    public static string Session(int clinician, int session) =>
        string.Create(CultureInfo.InvariantCulture, $"3c59dc04-{session:D4}-4b7e-9d21-{clinician:D8}e850");

    public void Trust(HipaaJwtOptions options) => options.Issuers.Add(new TrustedIssuer
    {
        Issuer = Issuer,
        Audiences = { Audience },
        Algorithms = { JwsAlgorithm.HS256 },
        SigningKeys = { new SymmetricSecurityKey(_secret) { KeyId = KeyId } },
    });

    /// <summary>Writes a token of a clinician. The same arguments give the same token.</summary>
    public string Write(int clinician, int session, int number, DateTimeOffset issuedAt, TimeSpan lifetime)
    {
        var (iat, exp) = (issuedAt.ToUnixTimeSeconds(), (issuedAt + lifetime).ToUnixTimeSeconds());
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""
            {"iss":"{{Issuer}}","sub":"{{Subject(clinician)}}","aud":"{{Audience}}","client_id":"clinic-portal","iat":{{iat}}
            """ + $$"""
            ,"nbf":{{iat}},"exp":{{exp}},"jti":"b1946ac9-{{number:D6}}-9f0b-{{clinician:D8}}c27e","scope":"openid fhirUser launch/patient
            """ + $$"""
             patient/Observation.rs patient/MedicationRequest.rs patient/Condition.rs
            """ + $$"""
             patient/AllergyIntolerance.rs patient/Immunization.rs",
            """ + $$"""
            "roles":["{{Role}}","ward-lead"],"fhirUser":"Practitioner/{{clinician:D5}}","acr":"urn:mfa"
            """ + $$"""
            ,"sid":"{{Session(clinician, session)}}"}
            """);
        var input = $"{_header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(input)))}";
    }
}
