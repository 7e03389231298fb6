using System.Text.Json;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Checks that the library reads a claims set exactly if its registered claims have their types, and that each claim has the value
/// that the platform reads.
/// </summary>
internal sealed class ClaimsTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => [.. ClaimsSeeds.Claims, .. JsonSeeds.Objects];

    public override void Check(ReadOnlySpan<byte> input)
    {
        using var index = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(input, index, out var members) != JsonFault.None)
        {
            return;
        }

        using var expected = JsonOracle.Read(input);
        Require.That(expected is not null, "the platform accepts strict JSON");
        var error = RegisteredClaims.Read(members, out var registered);
        Require.Equal(error.IsNone, ClaimsOracle.IsWellFormed(expected!.RootElement), "registered claims have their types");
        if (error.IsNone)
        {
            CheckDates(registered, expected.RootElement);
            CheckClaims(new ClaimsSet(input.ToArray(), registered), expected.RootElement);
        }
        else
        {
            Require.Equal(error.Code, JwtErrorCode.ClaimInvalid, "a claim of the wrong type is ClaimInvalid");
            Require.That(expected.RootElement.TryGetProperty(error.Member!, out _), "the error names an existing claim");
        }
    }

    private static void CheckDates(in RegisteredClaims actual, JsonElement expected)
    {
        CheckDate(actual.ExpirationTime, expected, "exp");
        CheckDate(actual.NotBefore, expected, "nbf");
        CheckDate(actual.IssuedAt, expected, "iat");
    }

    private static void CheckDate(NumericDate? actual, JsonElement expected, string name)
    {
        var date = ClaimsOracle.Date(expected, name);
        Require.Equal(actual?.Seconds, date?.Floor, name);
        Require.Equal(actual?.HasFraction, date?.HasFraction, name);
        Require.Equal(actual?.Floor.ToUnixTimeSeconds(), date?.Floor, name);
        Require.Equal(actual?.Ceiling.ToUnixTimeSeconds(), date?.Ceiling, name);
    }

    private static void CheckClaims(ClaimsSet actual, JsonElement expected)
    {
        Require.Equal(actual.Issuer, ClaimsOracle.Text(expected, "iss"), "iss");
        Require.Equal(actual.Subject, ClaimsOracle.Text(expected, "sub"), "sub");
        Require.Equal(actual.Id, ClaimsOracle.Text(expected, "jti"), "jti");
        Require.Equal(actual.ClientId, ClaimsOracle.Text(expected, "client_id") ?? ClaimsOracle.Text(expected, "azp"), "client_id or azp");
        Require.That(actual.Audiences.SequenceEqual(ClaimsOracle.Texts(expected, "aud")), "aud");
        foreach (var member in expected.EnumerateObject())
        {
            CheckClaim(actual, member.Name, member.Value, expected);
        }

        Require.That(expected.TryGetProperty("absent", out _) || !actual.Contains("absent"), "an absent claim is not found");
    }

    private static void CheckClaim(ClaimsSet actual, string name, JsonElement value, JsonElement all)
    {
        Require.Equal(actual.Contains(name), value.ValueKind != JsonValueKind.Null, "Contains");
        actual.TryGetString(name, out var text);
        Require.Equal(text, ClaimsOracle.Text(all, name), "TryGetString");
        var expectsNumber = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
        Require.Equal(actual.TryGetInt64(name, out var number), expectsNumber, "TryGetInt64");
        Require.Equal(number, expectsNumber ? value.GetInt64() : 0, "TryGetInt64");
        Require.That(actual.GetStrings(name).SequenceEqual(ClaimsOracle.Texts(all, name)), "GetStrings");
    }
}
