using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys;

/// <summary>
/// Reads a JSON Web Key (RFC 7517; RFC 7518, section 6) and enforces its <c>use</c>, <c>key_ops</c>, <c>alg</c> and <c>crv</c>.
/// </summary>
internal static class JsonWebKeyReader
{
    /// <inheritdoc cref="SecurityKeyReader.Read"/>
    public static VerificationKeyMaterial? Read(JsonWebKey key, out string? problem)
    {
        problem = ProblemWithPurpose(key);
        if (problem is not null)
        {
            return null;
        }

        var material = key.Kty switch
        {
            "RSA" => ReadRsa(key),
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

    private static string? ProblemWithPurpose(JsonWebKey key)
    {
        if (key.Use is not (null or "" or "sig"))
        {
            return "is not for signatures ('use'). Use a key with \"use\": \"sig\"";
        }

        if (key.KeyOps.Count > 0 && !key.KeyOps.Contains("verify"))
        {
            return "is not for verification ('key_ops'). Use a key whose \"key_ops\" contains \"verify\"";
        }

        return !string.IsNullOrEmpty(key.Alg) && !Enum.IsDefined(typeof(JwsAlgorithm), key.Alg)
            ? "names an algorithm that is not a supported signature algorithm ('alg'). Use a key for a member of JwsAlgorithm"
            : null;
    }

    private static VerificationKeyMaterial? ReadRsa(JsonWebKey key) =>
        TryDecode(key.N, out var modulus) && TryDecode(key.E, out var exponent)
            ? new VerificationKeyMaterial
            {
                Family = KeyFamily.Rsa,
                KeyId = KeyId(key),
                DeclaredAlgorithm = DeclaredAlgorithm(key),
                HasPrivateParts = HasAny(key.D, key.P, key.Q, key.DP, key.DQ, key.QI),
                Rsa = new RSAParameters { Modulus = SecurityKeyReader.WithoutLeadingZeros(modulus), Exponent = exponent },
            }
            : null;

    private static VerificationKeyMaterial? ReadEllipticCurve(JsonWebKey key, out string? problem)
    {
        problem = null;
        var row = JwsAlgorithms.All.FirstOrDefault(candidate => candidate.Curve is not null && candidate.Curve == key.Crv);
        if (row is null)
        {
            problem = "is not on P-256, P-384 or P-521 ('crv'). Use one of these curves";
            return null;
        }

        if (DeclaredAlgorithm(key) is { } algorithm && algorithm != row.Name)
        {
            problem = "names an algorithm ('alg') that does not match its curve ('crv'). Correct the JSON Web Key";
            return null;
        }

        if (!TryDecode(key.X, out var x) || !TryDecode(key.Y, out var y))
        {
            return null;
        }

        problem = ProblemWithCoordinates(x, y, row);
        return problem is null
            ? new VerificationKeyMaterial
            {
                Family = KeyFamily.EllipticCurve,
                KeyId = KeyId(key),
                DeclaredAlgorithm = DeclaredAlgorithm(key),
                HasPrivateParts = HasAny(key.D),
                Curve = row.Curve,
                EllipticCurve = new ECParameters { Curve = CurveOf(row), Q = new ECPoint { X = x, Y = y } },
            }
            : null;
    }

    /// <summary>Each coordinate has the full length of the curve's field (RFC 7518, section 6.2.1.2).</summary>
    private static string? ProblemWithCoordinates(byte[] x, byte[] y, JwsAlgorithmRow row)
    {
        var (name, wrong) = x.Length != row.CoordinateBytes ? ("x", x) : ("y", y);
        return wrong.Length == row.CoordinateBytes
            ? null
            : $"has a coordinate of {wrong.Length} bytes ('{name}'). On {row.Curve} each has {row.CoordinateBytes} bytes, with its leading "
                + "zeros. Correct the JSON Web Key";
    }

    private static VerificationKeyMaterial? ReadSymmetric(JsonWebKey key) => TryDecode(key.K, out var secret)
        ? new VerificationKeyMaterial
        {
            Family = KeyFamily.Symmetric,
            KeyId = KeyId(key),
            DeclaredAlgorithm = DeclaredAlgorithm(key),
            Secret = secret,
        }
        : null;

    public static ECCurve CurveOf(JwsAlgorithmRow row) => row.Id switch
    {
        JwsAlgorithm.ES256 => ECCurve.NamedCurves.nistP256,
        JwsAlgorithm.ES384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    private static string? KeyId(JsonWebKey key) => string.IsNullOrEmpty(key.Kid) ? null : key.Kid;

    private static string? DeclaredAlgorithm(JsonWebKey key) => string.IsNullOrEmpty(key.Alg) ? null : key.Alg;

    private static bool HasAny(params ReadOnlySpan<string?> members)
    {
        foreach (var member in members)
        {
            if (!string.IsNullOrEmpty(member))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (string.IsNullOrEmpty(text)
            || StrictBase64Url.IndexOutsideAlphabet<char>(text) >= 0
            || !StrictBase64Url.IsCanonical<char>(text))
        {
            return false;
        }

        bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, bytes, out _);
    }
}
