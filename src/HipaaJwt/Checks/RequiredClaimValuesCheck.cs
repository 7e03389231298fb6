using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>Checks that claims which distinguish kinds of tokens have an allowed value, exactly (RFC 8725, section 3.12).</summary>
internal sealed class RequiredClaimValuesCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        foreach (var required in context.Policy.RequiredClaimValues)
        {
            if (!claims.TryFind(required.Utf8Name, out var value) || value.Kind == JsonKind.Null)
            {
                return new JwtError(JwtErrorCode.ClaimMissing, required.Name);
            }

            if (!IsOneOf(claims.JsonSpan, value, required.Utf8Values))
            {
                return new JwtError(JwtErrorCode.ClaimValueNotAllowed, required.Name);
            }
        }

        return JwtError.None;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> json, JsonValue value, ImmutableArray<byte[]> allowed)
    {
        foreach (var candidate in allowed)
        {
            if (value.Kind == JsonKind.String && JsonText.AreEqual(json, value, candidate))
            {
                return true;
            }
        }

        return false;
    }
}
