using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// The public key in the header of a proof (RFC 9449, section 4.2), not yet known to be any good: its thumbprint is told first,
/// which costs little, and only the key that a token is bound to is imported.
/// </summary>
internal ref struct ProofKey
{
    /// <summary>4,096 bits. A longer key would only make its verification an attack.</summary>
    private const int MaxModulusLength = 683;

    private static readonly ImmutableArray<byte[]> RsaMembers = ["e"u8.ToArray(), "kty"u8.ToArray(), "n"u8.ToArray()];
    private static readonly ImmutableArray<byte[]> EllipticCurveMembers = ["crv"u8.ToArray(), "kty"u8.ToArray(), "x"u8.ToArray(), "y"u8.ToArray()];

    private JsonObject _jwk;

    private bool IsRsa { get; set; }

    /// <summary>Reads a JSON Web Key of a header that has been checked (RFC 7517, section 4).</summary>
    /// <param name="jwk">The members of the key.</param>
    /// <param name="algorithm">The algorithm of the proof.</param>
    /// <param name="key">The key, over the same memory.</param>
    /// <returns>False where it is not a public key for that algorithm.</returns>
    public static bool TryRead(JsonObject jwk, JwsAlgorithmRow algorithm, out ProofKey key)
    {
        key = new ProofKey { _jwk = jwk, IsRsa = algorithm.Family == KeyFamily.Rsa };
        return !key.HasSecretParts()
            && key.IsMeantFor(algorithm)
            && (key.IsRsa ? key.IsRsaKey() : key.IsOnCurve(algorithm));
    }

    /// <summary>The thumbprint (RFC 7638, section 3): a digest of the needed members in the order of their names.</summary>
    public readonly void WriteThumbprint(Span<byte> digest)
    {
        using var buffer = PooledBuffer.Rent(64 + _jwk.Json.Length);
        var written = 0;
        foreach (var name in IsRsa ? RsaMembers : EllipticCurveMembers)
        {
            Append(written == 0 ? "{\""u8 : "\",\""u8, buffer.Span, ref written);
            Append(name, buffer.Span, ref written);
            Append("\":\""u8, buffer.Span, ref written);
            Append(Text(name), buffer.Span, ref written);
        }

        Append("\"}"u8, buffer.Span, ref written);
        SHA256.HashData(buffer.Span[..written], digest);
    }

    /// <summary>A verifier, unless the key is below the floor or the platform does not take it.</summary>
    public readonly SignatureVerifier? CreateVerifier(JwsAlgorithmRow algorithm)
    {
        var key = IsRsa
            ? new JsonWebKey { Kty = "RSA", N = String("n"u8), E = String("e"u8) }
            : new JsonWebKey { Kty = "EC", Crv = String("crv"u8), X = String("x"u8), Y = String("y"u8) };
        try
        {
            return SecurityKeyReader.Read(key, out _)?.CreateVerifiers([algorithm]) is [var verifier] ? verifier : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> destination, ref int written)
    {
        text.CopyTo(destination[written..]);
        written += text.Length;
    }

    /// <summary>Whoever sends the private part along, or a secret, proves nothing any more.</summary>
    private readonly bool HasSecretParts() =>
        Has("d"u8) || Has("k"u8) || Has("p"u8) || Has("q"u8) || Has("dp"u8) || Has("dq"u8) || Has("qi"u8) || Has("oth"u8);

    private readonly bool IsMeantFor(JwsAlgorithmRow algorithm) =>
        (!_jwk.TryFind("alg"u8, out var alg) || Is(alg, algorithm.Name))
        && (!_jwk.TryFind("use"u8, out var use) || Is(use, "sig"))
        && (!_jwk.TryFind("key_ops"u8, out var operations) || MayVerify(operations));

    private readonly bool MayVerify(JsonValue operations)
    {
        if (operations.Kind == JsonKind.Array)
        {
            foreach (var operation in new JsonArray(_jwk.Json, operations))
            {
                if (Is(operation, "verify"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private readonly bool IsRsaKey() =>
        _jwk.TryFind("kty"u8, out var type) && Is(type, "RSA") && Text("n"u8).Length is > 0 and <= MaxModulusLength && !Text("e"u8).IsEmpty;

    private readonly bool IsOnCurve(JwsAlgorithmRow algorithm) =>
        algorithm.Curve is not null
        && _jwk.TryFind("kty"u8, out var type) && Is(type, "EC")
        && _jwk.TryFind("crv"u8, out var curve) && Is(curve, algorithm.Curve)
        && !Text("x"u8).IsEmpty && !Text("y"u8).IsEmpty;

    private readonly bool Has(ReadOnlySpan<byte> name) => _jwk.TryFind(name, out _);

    private readonly bool Is(JsonValue value, string text)
    {
        if (value.Kind != JsonKind.String || value.IsEscaped)
        {
            return false;
        }

        var raw = value.RawIn(_jwk.Json);
        return Ascii.Equals(raw, text);
    }

    /// <summary>A text without escapes, of which a number in base64url has none; empty where there is none.</summary>
    private readonly ReadOnlySpan<byte> Text(ReadOnlySpan<byte> name) =>
        _jwk.TryFind(name, out var value) && value is { Kind: JsonKind.String, IsEscaped: false } ? value.RawIn(_jwk.Json) : default;

    private readonly string String(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(Text(name));
}
