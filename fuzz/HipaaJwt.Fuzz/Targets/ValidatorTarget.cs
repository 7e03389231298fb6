using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// The whole validator: always a verdict, the one that the rules give; the same from the cache and without it, from bytes
/// and from characters; and an accepted token tells what was signed.
/// </summary>
internal sealed class ValidatorTarget : FuzzTarget
{
    private const int MaxHeaderMembers = 32;
    private const int MaxClaimsMembers = 1024;

    private readonly FuzzValidators _validators = new();

    public override IEnumerable<byte[]> Seeds => ValidatorSeeds.Inputs;

    public override void Check(ReadOnlySpan<byte> input)
    {
        var token = FuzzToken.Of(input);
        var result = _validators.VerdictAnew(token.Text);
        CheckSame(result, _validators.VerdictsOfSeasoned(token.Text));
        CheckStage(token, result.Error);

        using var claims = JsonOracle.Read(token.Claims);
        if (!IsTooComplex(token, result.Error.Code))
        {
            Require.Equal(result.IsValid, TokenOracle.Accepts(token, claims?.RootElement), $"the verdict is that of the rules ({result.Error})");
        }

        if (result.IsValid)
        {
            CheckAccepted(result.Token, token, claims!.RootElement);
        }
    }

    private static void CheckSame(JwtValidationResult first, JwtValidationResult[] others)
    {
        foreach (var other in others)
        {
            Require.Equal(other.Error, first.Error, "the verdict does not depend on the way");
            Require.That(!first.IsValid || other.Token!.ClaimsJson.Span.SequenceEqual(first.Token.ClaimsJson.Span), "nor do the claims");
        }
    }

    /// <summary>Nothing is said of claims before the signature is good, and no good signature is called bad.</summary>
    private static void CheckStage(FuzzToken token, JwtError error)
    {
        Require.That(token.IsSigned || (int)error.Code is > 0 and < 500, "claims are judged only behind a good signature");
        Require.That(!token.IsSigned || error.Code != JwtErrorCode.SignatureInvalid, "a good signature is good");
    }

    private static bool IsTooComplex(FuzzToken token, JwtErrorCode code)
    {
        Require.That(code != JwtErrorCode.HeaderTooComplex || JsonOracle.IsComplex(token.Header, MaxHeaderMembers), "only what is deep or wide is too complex");
        Require.That(code != JwtErrorCode.ClaimsTooComplex || JsonOracle.IsComplex(token.Claims, MaxClaimsMembers), "only what is deep or wide is too complex");
        return code is JwtErrorCode.HeaderTooComplex or JwtErrorCode.ClaimsTooComplex;
    }

    private static void CheckAccepted(ValidatedJwt actual, FuzzToken token, JsonElement claims)
    {
        Require.That(actual.ClaimsJson.Span.SequenceEqual(token.Claims), "the claims are those that were signed");
        Require.Equal(actual.Issuer, ClaimsOracle.Text(claims, "iss")!, "iss");
        Require.Equal(actual.Subject, ClaimsOracle.Text(claims, "sub")!, "sub");
        Require.Equal(actual.Id, ClaimsOracle.Text(claims, "jti"), "jti");
        Require.Equal(actual.ExpiresAt.ToUnixTimeSeconds(), ClaimsOracle.Date(claims, "exp")!.Value.Floor, "exp");
        Require.Equal(actual.Permissions.ToString(), string.Join(' ', TokenOracle.Permissions(claims)), "permissions");
        var values = claims.EnumerateObject().Sum(member => CountOf(member.Value));
        Require.Equal(actual.CreatePrincipal().Claims.Count(), values, "the principal has each value as a claim");
    }

    /// <summary>How many claims a value makes: each element of an array is one, and null is none.</summary>
    private static int CountOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Count(element => element.ValueKind != JsonValueKind.Null),
        JsonValueKind.Null => 0,
        _ => 1,
    };
}
