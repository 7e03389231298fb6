using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Identifies the key of an entry of a JWK Set that contains private members (RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1). It tolerates
/// more errors than the reader of usable keys, because a leak is a leak even if the entry is malformed.
/// </summary>
internal static class LeakedKeyReader
{
    /// <summary>A longer modulus would make the proof slow. Such a leak counts only for the issuer that published it.</summary>
    private const int MaxProofBits = 4096;

    private static readonly Func<bool> Proven = () => true;
    private static readonly Func<bool> NotProven = () => false;

    /// <summary>Reads a secret; empty if there is none.</summary>
    public static ImmutableArray<LeakedKey> ReadSecret(in JsonObject entry, int index) => Number(entry, "k"u8) is { } secret
        ? [new LeakedKey(index, Text(entry, "kid"u8), ThumbprintOf(secret), Proven)]
        : [];

    /// <summary>
    /// Reads an entry with private members. They may belong to another key than its public members; then both keys are returned.
    /// </summary>
    public static ImmutableArray<LeakedKey> ReadPrivate(in JsonObject entry, int index)
    {
        var keyId = Text(entry, "kid"u8);
        var found = ImmutableArray.CreateBuilder<LeakedKey>();
        AddRsa(entry, found, index, keyId);
        AddEllipticCurve(entry, found, index, keyId);
        return found.Count > 0 ? found.DrainToImmutable() : [new LeakedKey(index, keyId, null, NotProven)];
    }

    private static void AddRsa(in JsonObject entry, ImmutableArray<LeakedKey>.Builder found, int index, string? keyId)
    {
        var (p, q) = (Integer(entry, "p"u8), Integer(entry, "q"u8));
        if (!p.IsZero && !q.IsZero)
        {
            found.Add(new LeakedKey(index, keyId, ThumbprintOfModulus(p * q), Proven));
        }

        var modulus = Integer(entry, "n"u8);
        if (!modulus.IsZero)
        {
            var (e, d) = (Integer(entry, "e"u8), Integer(entry, "d"u8));
            found.Add(new LeakedKey(
                index, keyId, ThumbprintOfModulus(modulus), () => Divides(p, modulus) || Divides(q, modulus) || AreInverse(e, d, modulus)));
        }
    }

    private static bool Divides(BigInteger prime, BigInteger modulus) =>
        prime > BigInteger.One && prime < modulus && (modulus % prime).IsZero;

    private static bool AreInverse(BigInteger e, BigInteger d, BigInteger modulus)
    {
        const int AnyMessage = 2;
        return e > BigInteger.One
            && d > BigInteger.One
            && modulus.GetBitLength() <= MaxProofBits
            && e.GetBitLength() <= MaxProofBits
            && d.GetBitLength() <= MaxProofBits
            && BigInteger.ModPow(BigInteger.ModPow(AnyMessage, e, modulus), d, modulus) == AnyMessage;
    }

    private static void AddEllipticCurve(in JsonObject entry, ImmutableArray<LeakedKey>.Builder found, int index, string? keyId)
    {
        var curve = Text(entry, "crv"u8);
        if (JwsAlgorithms.All.FirstOrDefault(row => row.Curve is not null && row.Curve == curve) is not { } algorithm)
        {
            return;
        }

        var (x, y) = (Coordinate(entry, "x"u8, algorithm), Coordinate(entry, "y"u8, algorithm));
        var derived = Coordinate(entry, "d"u8, algorithm) is { } d ? PointOf(d, algorithm) : null;
        if (derived is { } point)
        {
            found.Add(new LeakedKey(index, keyId, ThumbprintOf(point, algorithm), Proven));
        }

        if (x is not null && y is not null)
        {
            found.Add(new LeakedKey(index, keyId, ThumbprintOf(new ECPoint { X = x, Y = y }, algorithm), NotProven));
        }
    }

    /// <summary>Computes the public point of a private key; null if there is none.</summary>
    private static ECPoint? PointOf(byte[] privateKey, JwsAlgorithmRow algorithm)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = JsonWebKeyReader.CurveOf(algorithm), D = privateKey });
            return key.ExportParameters(false).Q;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string ThumbprintOf(byte[] secret) =>
        new VerificationKeyMaterial { Family = KeyFamily.Symmetric, Secret = secret }.SignerThumbprint;

    private static string ThumbprintOfModulus(BigInteger modulus) => new VerificationKeyMaterial
    {
        Family = KeyFamily.Rsa,
        Rsa = new RSAParameters { Modulus = modulus.ToByteArray(isUnsigned: true, isBigEndian: true) },
    }.SignerThumbprint;

    private static string ThumbprintOf(ECPoint point, JwsAlgorithmRow algorithm) => new VerificationKeyMaterial
    {
        Family = KeyFamily.EllipticCurve,
        Curve = algorithm.Curve,
        EllipticCurve = new ECParameters { Q = point },
    }.SignerThumbprint;

    private static BigInteger Integer(in JsonObject entry, ReadOnlySpan<byte> name) =>
        new(Number(entry, name) ?? [], isUnsigned: true, isBigEndian: true);

    /// <summary>Reads a number of the length that the curve has. A publisher may have removed leading zeros.</summary>
    private static byte[]? Coordinate(in JsonObject entry, ReadOnlySpan<byte> name, JwsAlgorithmRow algorithm)
    {
        var number = Number(entry, name) is { } bytes ? SecurityKeyReader.WithoutLeadingZeros(bytes) : null;
        return number is null || number.Length > algorithm.CoordinateBytes
            ? null
            : [.. new byte[algorithm.CoordinateBytes - number.Length], .. number];
    }

    /// <summary>Decodes base64url or base64, with or without padding; null if the member carries no such text.</summary>
    private static byte[]? Number(in JsonObject entry, ReadOnlySpan<byte> name)
    {
        var text = Text(entry, name)?.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (string.IsNullOrEmpty(text) || StrictBase64Url.IndexOutsideAlphabet<char>(text) >= 0)
        {
            return null;
        }

        var bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, bytes, out var written) ? bytes[..written] : null;
    }

    private static string? Text(in JsonObject entry, ReadOnlySpan<byte> name) =>
        entry.TryFind(name, out var value) && value.Kind == JsonKind.String ? JsonText.GetString(entry.Json, value) : null;
}
