using System.Buffers;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys;

/// <summary>Describes what is wrong with the members of a JSON Web Key that cannot be read. It never quotes a member.</summary>
internal static class JwkMembers
{
    private const string Correct = "Correct the JSON Web Key";

    private static readonly SearchValues<char> Base64Only = SearchValues.Create("+/=");

    /// <summary>Describes the first problem: the predicate of a sentence whose subject is the key, without the last full stop.</summary>
    public static string ProblemWith(JsonWebKey key)
    {
        (string Name, string? Value)[] needed = key.Kty switch
        {
            "RSA" => [("n", key.N), ("e", key.E)],
            "EC" => [("x", key.X), ("y", key.Y)],
            "oct" => [("k", key.K)],
            _ => [],
        };
        if (needed is [])
        {
            return string.IsNullOrEmpty(key.Kty)
                ? "has no 'kty'. Write \"kty\": \"RSA\", \"EC\" or \"oct\", as in the issuer's JWK Set"
                : "has a 'kty' other than RSA, EC and oct. Write one of these, in upper and lower case as here";
        }

        (string Name, string? Value)[] all =
            [.. needed, ("d", key.D), ("p", key.P), ("q", key.Q), ("dp", key.DP), ("dq", key.DQ), ("qi", key.QI)];
        return needed.Where(member => string.IsNullOrEmpty(member.Value)).Select(member => $"has no member '{member.Name}'. {Correct}")
            .Concat(all.Where(member => !StrictBase64Url.IsValid<char>(member.Value))
                .Select(member => NotBase64Url(member.Name, member.Value!)))
            .FirstOrDefault($"has a member that cannot be read. {Correct}");
    }

    private static string NotBase64Url(string name, string value)
    {
        if (value.AsSpan().ContainsAny(Base64Only) && Convert.TryFromBase64String(value, new byte[value.Length], out _))
        {
            return $"has the member '{name}' in base64. Write base64url: replace '+' by '-' and '/' by '_', and remove '='";
        }

        return name == "k"
            ? "has a member 'k' that is not base64url. If it is plain text, encode its bytes as base64url, and use at least 32 random bytes"
            : $"has a member '{name}' that is not base64url. {Correct}";
    }
}
