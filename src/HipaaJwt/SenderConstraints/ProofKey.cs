using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// The untrusted public key in the header of a proof (RFC 9449 section 4.2). The validator first compares the thumbprint, which is
/// cheap, and imports only the key that the token is bound to.
/// </summary>
internal ref struct ProofKey
{
    /// <summary>
    /// The length of 4,096 bits in base64url. The limit prevents denial of service through slow verification with long keys.
    /// </summary>
    private const int MaxModulusLength = 683;

    /// <summary>
    /// The length of 32 bits in base64url. A client chooses its key, and the cost of a verification grows with the exponent. Issuers may
    /// use the 256 bits of FIPS 186-5, because their keys are trusted.
    /// </summary>
    private const int MaxExponentLength = 6;

    private static readonly ImmutableArray<byte[]> RsaMembers = ["e"u8.ToArray(), "kty"u8.ToArray(), "n"u8.ToArray()];
    private static readonly ImmutableArray<byte[]> EllipticCurveMembers =
        ["crv"u8.ToArray(), "kty"u8.ToArray(), "x"u8.ToArray(), "y"u8.ToArray()];

    private JsonObject _jwk;

    private bool IsRsa { get; set; }

    /// <summary>Reads the JSON Web Key of a validated header (RFC 7517 section 4).</summary>
    /// <param name="jwk">The members of the key.</param>
    /// <param name="algorithm">The algorithm of the proof.</param>
    /// <param name="key">The key, which refers to the memory of <paramref name="jwk"/>.</param>
    /// <returns>False if it is not a public key for that algorithm.</returns>
    public static bool TryRead(JsonObject jwk, JwsAlgorithmRow algorithm, out ProofKey key)
    {
        key = new ProofKey { _jwk = jwk, IsRsa = algorithm.Family == KeyFamily.Rsa };
        return !key.HasPrivateMembers()
            && key.AllowsAlgorithm(algorithm)
            && (key.IsRsa ? key.IsRsaKey() : key.IsEllipticCurveKey(algorithm));
    }

    /// <summary>Writes the thumbprint: a digest of the required members in the order of their names (RFC 7638 section 3).</summary>
    public readonly void WriteThumbprint(Span<byte> digest)
    {
        using var buffer = PooledBuffer.Rent(64 + _jwk.Json.Length);
        var written = 0;
        foreach (var name in IsRsa ? RsaMembers : EllipticCurveMembers)
        {
            Append(written == 0 ? "{\""u8 : "\",\""u8, buffer.Span, ref written);
            Append(name, buffer.Span, ref written);
            Append("\":\""u8, buffer.Span, ref written);
            Append(GetText(name), buffer.Span, ref written);
        }

        Append("\"}"u8, buffer.Span, ref written);
        SHA256.HashData(buffer.Span[..written], digest);
    }

    /// <summary>Imports the key.</summary>
    /// <returns>A verifier; null if the key is too weak or the platform rejects it.</returns>
    public readonly SignatureVerifier? CreateVerifier(JwsAlgorithmRow algorithm)
    {
        var key = IsRsa
            ? new JsonWebKey { Kty = "RSA", N = GetString("n"u8), E = GetString("e"u8) }
            : new JsonWebKey { Kty = "EC", Crv = GetString("crv"u8), X = GetString("x"u8), Y = GetString("y"u8) };
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

    /// <summary>A header with a private key or a secret is invalid, because the key is no longer secret (RFC 9449 section 4.3).</summary>
    private readonly bool HasPrivateMembers() =>
        Has("d"u8) || Has("k"u8) || Has("p"u8) || Has("q"u8) || Has("dp"u8) || Has("dq"u8) || Has("qi"u8) || Has("oth"u8);

    private readonly bool AllowsAlgorithm(JwsAlgorithmRow algorithm) =>
        (!_jwk.TryFind("alg"u8, out var alg) || HasText(alg, algorithm.Name))
        && (!_jwk.TryFind("use"u8, out var use) || HasText(use, "sig"))
        && (!_jwk.TryFind("key_ops"u8, out var operations) || AllowsVerify(operations));

    /// <summary>An empty list is the same as a missing one: it names no operation that would exclude verification.</summary>
    private readonly bool AllowsVerify(JsonValue operations)
    {
        if (operations.Kind != JsonKind.Array)
        {
            return false;
        }

        var isEmpty = true;
        foreach (var operation in new JsonArray(_jwk.Json, operations))
        {
            if (HasText(operation, "verify"))
            {
                return true;
            }

            isEmpty = false;
        }

        return isEmpty;
    }

    private readonly bool IsRsaKey() =>
        _jwk.TryFind("kty"u8, out var type) && HasText(type, "RSA")
        && GetText("n"u8).Length is > 0 and <= MaxModulusLength
        && GetText("e"u8).Length is > 0 and <= MaxExponentLength;

    private readonly bool IsEllipticCurveKey(JwsAlgorithmRow algorithm) =>
        algorithm.Curve is not null
        && _jwk.TryFind("kty"u8, out var type) && HasText(type, "EC")
        && _jwk.TryFind("crv"u8, out var curve) && HasText(curve, algorithm.Curve)
        && !GetText("x"u8).IsEmpty && !GetText("y"u8).IsEmpty;

    private readonly bool Has(ReadOnlySpan<byte> name) => _jwk.TryFind(name, out _);

    private readonly bool HasText(JsonValue value, string text)
    {
        if (value.Kind != JsonKind.String || value.IsEscaped)
        {
            return false;
        }

        var raw = value.RawIn(_jwk.Json);
        return Ascii.Equals(raw, text);
    }

    /// <summary>Gets an unescaped string, or an empty span if there is none. Numbers in base64url need no escapes.</summary>
    private readonly ReadOnlySpan<byte> GetText(ReadOnlySpan<byte> name) =>
        _jwk.TryFind(name, out var value) && value is { Kind: JsonKind.String, IsEscaped: false } ? value.RawIn(_jwk.Json) : default;

    private readonly string GetString(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(GetText(name));
}
