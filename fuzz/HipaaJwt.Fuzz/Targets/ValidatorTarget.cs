using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Checks that the validator always returns the result that the rules require. The result must be the same with and without a
/// cache, and from bytes and characters. An accepted token must have the signed claims.
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
        var result = _validators.ValidateWithoutCache(token.Text);
        CheckSame(result, _validators.ValidateWithCache(token.Text));
        CheckStage(token, result.Error);

        using var claims = JsonOracle.Read(token.Claims);
        if (!IsTooComplex(token, result.Error.Code))
        {
            var expected = TokenOracle.Accepts(token, claims?.RootElement);
            Require.Equal(result.IsValid, expected, $"the validator follows the rules ({result.Error})");
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
            Require.Equal(other.Error, first.Error, "the result does not depend on the cache or on the form of the token");
            Require.That(
                !first.IsValid || other.Token!.ClaimsJson.Span.SequenceEqual(first.Token.ClaimsJson.Span),
                "the claims do not depend on the cache or on the form of the token");
        }
    }

    /// <summary>The validator must report errors of claims only after a valid signature, and must accept each valid signature.</summary>
    private static void CheckStage(FuzzToken token, JwtError error)
    {
        Require.That(token.IsSigned || (int)error.Code is > 0 and < 500, "claims are validated only after a valid signature");
        Require.That(!token.IsSigned || error.Code != JwtErrorCode.SignatureInvalid, "a valid signature is accepted");
    }

    private static bool IsTooComplex(FuzzToken token, JwtErrorCode code)
    {
        Require.That(
            code != JwtErrorCode.HeaderTooComplex || JsonOracle.IsComplex(token.Header, MaxHeaderMembers),
            "only a deep or wide header is too complex");
        Require.That(
            code != JwtErrorCode.ClaimsTooComplex || JsonOracle.IsComplex(token.Claims, MaxClaimsMembers),
            "only a deep or wide claims set is too complex");
        return code is JwtErrorCode.HeaderTooComplex or JwtErrorCode.ClaimsTooComplex;
    }

    private static void CheckAccepted(ValidatedJwt actual, FuzzToken token, JsonElement claims)
    {
        Require.That(actual.ClaimsJson.Span.SequenceEqual(token.Claims), "the claims are the signed claims");
        Require.Equal(actual.Issuer, ClaimsOracle.Text(claims, "iss")!, "iss");
        Require.Equal(actual.Subject, ClaimsOracle.Text(claims, "sub")!, "sub");
        Require.Equal(actual.Id, ClaimsOracle.Text(claims, "jti"), "jti");
        Require.Equal(actual.ExpiresAt.ToUnixTimeSeconds(), ClaimsOracle.Date(claims, "exp")!.Value.Floor, "exp");
        Require.Equal(actual.Permissions.ToString(), string.Join(' ', TokenOracle.Permissions(claims)), "permissions");
        var values = claims.EnumerateObject().Sum(member => CountOf(member.Value));
        Require.Equal(actual.CreatePrincipal().Claims.Count(), values, "the principal has one claim for each value");
    }

    /// <summary>Counts the claims of a value. Each element of an array is one claim, and null is no claim.</summary>
    private static int CountOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Count(element => element.ValueKind != JsonValueKind.Null),
        JsonValueKind.Null => 0,
        _ => 1,
    };
}
