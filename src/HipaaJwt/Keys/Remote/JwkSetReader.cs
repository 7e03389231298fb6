using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Reads a JWK Set (RFC 7517, section 5). A set that cannot be an honest one is refused as a whole; a key that is broken is
/// left out and told of; keys for other purposes and algorithms are none of our business.
/// </summary>
internal sealed class JwkSetReader
{
    public const int MaxKeys = 100;

    private readonly ImmutableArray<JwsAlgorithmRow> _allowed;
    private readonly List<VerificationKeyMaterial> _keys = [];
    private readonly List<SkippedKey> _skipped = [];

    private JwkSetReader(ImmutableArray<JwsAlgorithmRow> allowed) => _allowed = allowed;

    public static JwksFetchResult Read(ReadOnlySpan<byte> json, ImmutableArray<JwsAlgorithmRow> allowed)
    {
        var reader = new JwkSetReader(allowed);
        var outcome = reader.Read(json);
        return outcome == JwksFetchOutcome.Fetched
            ? new JwksFetchResult(outcome) { Keys = [.. reader._keys], Skipped = [.. reader._skipped] }
            : new JwksFetchResult(outcome) { Skipped = [.. reader._skipped] };
    }

    private JwksFetchOutcome Read(ReadOnlySpan<byte> json)
    {
        using var index = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(json, index, out var set) != JsonFault.None
            || !set.TryFind("keys"u8, out var keys)
            || keys.Kind != JsonKind.Array)
        {
            return JwksFetchOutcome.Malformed;
        }

        var place = 0;
        foreach (var entry in new JsonArray(json, keys))
        {
            var outcome = place == MaxKeys ? JwksFetchOutcome.TooManyKeys : ReadEntry(entry.RawIn(json), entry.Kind, place);
            place++;
            if (outcome != JwksFetchOutcome.Fetched)
            {
                return outcome;
            }
        }

        return Conclude();
    }

    private JwksFetchOutcome ReadEntry(ReadOnlySpan<byte> json, JsonKind kind, int place)
    {
        if (kind != JsonKind.Object)
        {
            return Skip(place, "is no JSON object");
        }

        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, index, out var entry);
        if (JwkEntryReader.HasPrivateParts(entry))
        {
            return JwksFetchOutcome.PrivateKeyPublished;
        }

        if (JwkEntryReader.IsSymmetric(entry))
        {
            return JwksFetchOutcome.SymmetricKeyPublished;
        }

        return JwkEntryReader.Read(entry) is { } key
            ? Add(key, place)
            : Skip(place, "has a member of another type than RFC 7517 says, or a 'kid' that is empty, too long or has control characters");
    }

    private JwksFetchOutcome Add(JsonWebKey key, int place)
    {
        if (!MayVerify(key))
        {
            return JwksFetchOutcome.Fetched;
        }

        if (SecurityKeyReader.Read(key, out var problem) is not { } material)
        {
            return Skip(place, problem!);
        }

        try
        {
            if (!material.CreateVerifiers(_allowed).IsEmpty)
            {
                _keys.Add(material);
            }
        }
        catch (CryptographicException)
        {
            return Skip(place, "is no point of its curve or no key at all");
        }

        return JwksFetchOutcome.Fetched;
    }

    /// <summary>
    /// Whether the key is meant for signatures that the issuer may make. One of a type that is not known is to be ignored
    /// (RFC 7517, section 5).
    /// </summary>
    private bool MayVerify(JsonWebKey key) =>
        key.Use is null or "sig"
        && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify"))
        && (key.Alg is null || _allowed.Any(algorithm => algorithm.Name == key.Alg))
        && _allowed.Any(algorithm => key.Kty == (algorithm.Family == KeyFamily.Rsa ? "RSA" : "EC") && key.Crv == algorithm.Curve);

    private JwksFetchOutcome Skip(int place, string problem)
    {
        _skipped.Add(new SkippedKey(place, problem));
        return JwksFetchOutcome.Fetched;
    }

    private JwksFetchOutcome Conclude()
    {
        var different = _keys.DistinctBy(KeySnapshot.IdentityOf).ToArray();
        _keys.Clear();
        _keys.AddRange(different);
        if (_keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            return JwksFetchOutcome.DuplicateKeyId;
        }

        return _keys.Count == 0 ? JwksFetchOutcome.NoUsableKey : JwksFetchOutcome.Fetched;
    }
}
