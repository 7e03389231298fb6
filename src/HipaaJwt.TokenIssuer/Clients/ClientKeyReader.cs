using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>Reads one public key of a client (RFC 7517, section 4; RFC 7518, section 6).</summary>
internal static class ClientKeyReader
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private static readonly ImmutableArray<JwsAlgorithm> RsaAlgorithms =
    [
        JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512, JwsAlgorithm.RS256, JwsAlgorithm.RS384, JwsAlgorithm.RS512,
    ];

    /// <returns>The problem and its remedy: the end of a sentence whose subject is the key. Null if there is none.</returns>
    public static string? Read(JsonElement element, out JsonWebKey? key, out ImmutableArray<JwsAlgorithm> algorithms)
    {
        (key, algorithms) = (null, []);
        if (element.ValueKind != JsonValueKind.Object)
        {
            return "is not a JSON object. Write a JSON Web Key.";
        }

        if (PrivateMembers.Any(member => element.TryGetProperty(member, out _)))
        {
            return "contains a private key. Replace the key, because others may have read it, and write the public key only.";
        }

        key = new JsonWebKey(element.GetRawText());
        if (key.Use is not (null or "sig"))
        {
            return "is not for signatures. Remove it, or set its \"use\" to \"sig\".";
        }

        algorithms = AlgorithmsOf(key);
        if (algorithms.IsEmpty)
        {
            return "is none of EC with P-256, P-384 or P-521, and RSA, or its \"alg\" belongs to another type of key. Use such a key.";
        }

        return CanImport(key)
            ? null
            : $"cannot be used. Use a complete key, and for RSA one of {MinRsaBits} to {MaxRsaBits} bits with the exponent 65537.";
    }

    private static ImmutableArray<JwsAlgorithm> AlgorithmsOf(JsonWebKey key)
    {
        ImmutableArray<JwsAlgorithm> possible = (key.Kty, key.Crv) switch
        {
            ("EC", "P-256") => [JwsAlgorithm.ES256],
            ("EC", "P-384") => [JwsAlgorithm.ES384],
            ("EC", "P-521") => [JwsAlgorithm.ES512],
            ("RSA", _) => RsaAlgorithms,
            _ => [],
        };
        return key.Alg is null ? possible : [.. possible.Where(algorithm => algorithm.ToString() == key.Alg)];
    }

    private static bool CanImport(JsonWebKey key)
    {
        try
        {
            return key.Kty == "EC" ? CanImportCurve(key) : CanImportRsa(key);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static bool CanImportCurve(JsonWebKey key)
    {
        using var curve = ECDsa.Create(new ECParameters
        {
            Curve = key.Crv switch
            {
                "P-256" => ECCurve.NamedCurves.nistP256,
                "P-384" => ECCurve.NamedCurves.nistP384,
                _ => ECCurve.NamedCurves.nistP521,
            },
            Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
        });
        return curve.KeySize > 0;
    }

    private static bool CanImportRsa(JsonWebKey key)
    {
        byte[] exponent = Base64UrlEncoder.DecodeBytes(key.E);
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = exponent });
        return rsa.KeySize is >= MinRsaBits and <= MaxRsaBits && exponent.AsSpan().SequenceEqual((byte[])[1, 0, 1]);
    }
}
