using System.Globalization;
using System.Text;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>An access token (RFC 9068) of a clinic: SMART scopes, roles, and the claims that every profile demands.</summary>
internal static class AccessToken
{
    public const string Issuer = "https://idp.hospital.example/realms/clinic";
    public const string Audience = "https://fhir.hospital.example/r4";
    public const string Type = "at+jwt";
    public const string Role = "physician";
    public const string Scope = "patient/Observation.rs";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static string Header(SigningKey key) => $$"""{"alg":"{{key.Name}}","typ":"{{Type}}","kid":"{{SigningKey.KeyId}}"}""";

    /// <summary>Claims that differ from number to number in subject and token id, but never in length.</summary>
    public static string Claims(int number = 0, TimeSpan age = default, string further = "")
    {
        var issuedAt = TimeProvider.System.GetUtcNow() - age;
        var id = number.ToString("D8", CultureInfo.InvariantCulture);
        return $$"""
            {"iss":"{{Issuer}}","sub":"7d0f2c1e-9b64-4c1d-8a0e-{{id}}a3f7","aud":"{{Audience}}","client_id":"clinic-portal","iat":{{issuedAt.ToUnixTimeSeconds()}},"nbf":{{issuedAt.ToUnixTimeSeconds()}},"exp":{{(issuedAt + Lifetime).ToUnixTimeSeconds()}},"jti":"b1946ac9-2492-4d3a-9f0b-{{id}}c27e","scope":"openid fhirUser launch/patient {{Scope}} patient/MedicationRequest.rs patient/Condition.rs patient/AllergyIntolerance.rs patient/Immunization.rs","roles":["{{Role}}","ward-lead"],"fhirUser":"Practitioner/48213","acr":"urn:mfa","sid":"3c59dc048e8850"{{further}}}
            """;
    }

    /// <summary>The least that HipaaJwt accepts, for the smallest token.</summary>
    public static string MinimalClaims()
    {
        var issuedAt = TimeProvider.System.GetUtcNow();
        return $$"""{"iss":"{{Issuer}}","sub":"user-42","aud":"{{Audience}}","iat":{{issuedAt.ToUnixTimeSeconds()}},"exp":{{(issuedAt + Lifetime).ToUnixTimeSeconds()}},"jti":"token-1"}""";
    }

    /// <summary>A token of at most so many characters, as near as base64url allows, filled with groups of the user.</summary>
    public static SignedToken OfLength(SigningKey key, int length)
    {
        var smallest = SignedToken.Create(key, Claims(further: Groups(0)));
        if (smallest.Text.Length > length)
        {
            return SignedToken.Create(key, MinimalClaims());
        }

        var filler = (length - smallest.Text.Length) * 3 / 4;
        var token = SignedToken.Create(key, Claims(further: Groups(filler)));
        return token.Text.Length <= length ? token : SignedToken.Create(key, Claims(further: Groups(filler - 1)));
    }

    private static string Groups(int characters)
    {
        const string Name = "/hospital/ward/";
        var list = new StringBuilder();
        while (list.Length + (2 * Name.Length) < characters)
        {
            list.Append(Name).Append("\",\"");
        }

        list.Append('g', Math.Max(0, characters - list.Length));
        return $",\"groups\":[\"{list}\"]";
    }
}
