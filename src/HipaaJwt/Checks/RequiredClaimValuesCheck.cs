using System.Collections.Immutable;
using HipaaJwt.Issuers;
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

            if (!required.Allows(claims.JsonSpan, value))
            {
                return new JwtError(JwtErrorCode.ClaimValueNotAllowed, required.Name);
            }
        }

        return CheckRivals(claims, context.Policy.Rivals);
    }

    /// <summary>A token that belongs to another entry with the same issuer must be signed with a key of that entry.</summary>
    private static JwtError CheckRivals(ClaimsSet claims, ImmutableArray<RequiredClaimValue[]> rivals)
    {
        foreach (var rival in rivals)
        {
            var belongs = rival.Length > 0;
            foreach (var required in rival)
            {
                belongs = belongs && claims.TryFind(required.Utf8Name, out var value) && required.Allows(claims.JsonSpan, value);
            }

            if (belongs)
            {
                return new JwtError(JwtErrorCode.ClaimValueNotAllowed, rival[0].Name);
            }
        }

        return JwtError.None;
    }
}
