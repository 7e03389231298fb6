using System.Security.Cryptography;
using HipaaJwt.Keys;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Encryption;

/// <summary>Reads private and symmetric JSON Web Keys (RFC 7518, section 6) and checks <c>use</c>, <c>key_ops</c> and <c>alg</c>.</summary>
internal static class DecryptionJwkReader
{
    private static readonly string[] Operations = ["decrypt", "unwrapKey", "deriveKey", "deriveBits"];

    /// <inheritdoc cref="DecryptionKeyReader.Read"/>
    public static DecryptionKeyMaterial? Read(JsonWebKey key, out string? problem)
    {
        problem = FindUsageProblem(key);
        if (problem is not null)
        {
            return null;
        }

        var material = key.Kty switch
        {
            "RSA" => ReadRsa(key, out problem),
            "EC" => ReadEllipticCurve(key, out problem),
            "oct" => ReadSymmetric(key),
            _ => null,
        };
        if (material is null)
        {
            problem ??= JwkMembers.ProblemWith(key);
        }

        return material;
    }

    private static string? FindUsageProblem(JsonWebKey key)
    {
        if (key.Use is not (null or "" or "enc"))
        {
            return "is not for encryption ('use'). Use a key with \"use\": \"enc\"";
        }

        if (key.KeyOps.Count > 0 && !key.KeyOps.Intersect(Operations, StringComparer.Ordinal).Any())
        {
            return "is not for decryption ('key_ops'). "
                + "Use a key whose \"key_ops\" contains \"decrypt\", \"unwrapKey\", \"deriveKey\" or \"deriveBits\"";
        }

        return Text(key.Alg) is not { } declared || IsKnownAlgorithm(declared)
            ? null
            : "is for an unsupported encryption algorithm ('alg'). Use a key for a supported algorithm, such as RSA-OAEP-256";
    }

    private static bool IsKnownAlgorithm(string name) =>
        JweAlgorithms.All.Any(row => row.Name == name) || JweEncryptions.All.Any(row => row.Name == name);

    private static DecryptionKeyMaterial? ReadSymmetric(JsonWebKey key) => Bytes(key.K) is { } secret
        ? new DecryptionKeyMaterial { KeyId = Text(key.Kid), DeclaredAlgorithm = Text(key.Alg), Secret = secret }
        : null;

    private static DecryptionKeyMaterial? ReadRsa(JsonWebKey key, out string? problem)
    {
        problem = null;
        if (Bytes(key.N)?.SkipWhile(digit => digit == 0).ToArray() is not { } modulus || Bytes(key.E) is not { } exponent)
        {
            return null;
        }

        var half = (modulus.Length + 1) / 2;
        return DecryptionKeyReader.ReadRsa(Text(key.Kid), Text(key.Alg), new RSAParameters
        {
            Modulus = modulus,
            Exponent = exponent,
            D = Bytes(key.D, modulus.Length),
            P = Bytes(key.P, half),
            Q = Bytes(key.Q, half),
            DP = Bytes(key.DP, half),
            DQ = Bytes(key.DQ, half),
            InverseQ = Bytes(key.QI, half),
        }, out problem);
    }

    private static DecryptionKeyMaterial? ReadEllipticCurve(JsonWebKey key, out string? problem)
    {
        var curve = NistCurve.All.FirstOrDefault(known => known.Name == key.Crv);
        problem = curve is null ? "is not on P-256, P-384 or P-521 ('crv'). Use one of these curves" : null;
        if (curve is null
            || Bytes(key.X) is not { } x
            || Bytes(key.Y) is not { } y
            || x.Length != curve.CoordinateBytes
            || y.Length != curve.CoordinateBytes)
        {
            return null;
        }

        var pair = new ECParameters { Curve = curve.Curve, Q = new ECPoint { X = x, Y = y }, D = Bytes(key.D, curve.CoordinateBytes) };
        return DecryptionKeyReader.ReadEllipticCurve(Text(key.Kid), Text(key.Alg), pair, out problem);
    }

    private static string? Text(string? member) => string.IsNullOrEmpty(member) ? null : member;

    /// <summary>Decodes a number and adds the leading zeros that the platform requires and some issuers omit.</summary>
    private static byte[]? Bytes(string? text, int length)
    {
        var digits = Bytes(text)?.SkipWhile(digit => digit == 0).ToArray();
        return digits is null || digits.Length > length ? null : [.. new byte[length - digits.Length], .. digits];
    }

    private static byte[]? Bytes(string? text)
    {
        if (string.IsNullOrEmpty(text) || StrictBase64Url.IndexOutsideAlphabet<char>(text) >= 0 || !StrictBase64Url.IsCanonical<char>(text))
        {
            return null;
        }

        var bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        StrictBase64Url.TryDecode(text, bytes, out _);
        return bytes;
    }
}
