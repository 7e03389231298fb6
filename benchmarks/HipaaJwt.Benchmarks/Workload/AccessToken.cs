using System.Globalization;
using System.Text;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>An access token (RFC 9068) of a clinic, with SMART scopes, roles and the required claims.</summary>
internal static class AccessToken
{
    public const string Issuer = "https://idp.hospital.example/realms/clinic";
    public const string Audience = "https://fhir.hospital.example/r4";
    public const string Type = "at+jwt";
    public const string Role = "physician";
    public const string Scope = "patient/Observation.rs";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static string Header(SigningKey key) => $$"""{"alg":"{{key.Name}}","typ":"{{Type}}","kid":"{{SigningKey.KeyId}}"}""";

    /// <summary>Returns claims whose subject and token ID contain the number. Their length does not depend on it.</summary>
    public static string Claims(int number = 0, TimeSpan age = default, string further = "", string issuer = Issuer)
    {
        var issuedAt = TimeProvider.System.GetUtcNow() - age;
        var id = number.ToString("D8", CultureInfo.InvariantCulture);
        var (iat, exp) = (issuedAt.ToUnixTimeSeconds(), (issuedAt + Lifetime).ToUnixTimeSeconds());
        return $$"""
            {"iss":"{{issuer}}","sub":"7d0f2c1e-9b64-4c1d-8a0e-{{id}}a3f7","aud":"{{Audience}}"
            """ + $$"""
            ,"client_id":"clinic-portal","iat":{{iat}},"nbf":{{iat}},"exp":{{exp}},"jti":"b1946ac9-2492-4d3a-9f0b-{{id}}c27e"
            """ + $$"""
            ,"scope":"openid fhirUser launch/patient {{Scope}} patient/MedicationRequest.rs patient/Condition.rs
            """ + $$"""
             patient/AllergyIntolerance.rs patient/Immunization.rs","roles":["{{Role}}","ward-lead"]
            """ + $$"""
            ,"fhirUser":"Practitioner/48213","acr":"urn:mfa","sid":"3c59dc048e8850"{{further}}}
            """;
    }

    /// <summary>Returns the minimum of claims that HipaaJwt accepts.</summary>
    public static string MinimalClaims()
    {
        var issuedAt = TimeProvider.System.GetUtcNow();
        var (iat, exp) = (issuedAt.ToUnixTimeSeconds(), (issuedAt + Lifetime).ToUnixTimeSeconds());
        return $$"""{"iss":"{{Issuer}}","sub":"user-42","aud":"{{Audience}}","iat":{{iat}},"exp":{{exp}},"jti":"token-1"}""";
    }

    /// <summary>Creates a token of at most the given number of characters. The claim <c>groups</c> fills it.</summary>
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
