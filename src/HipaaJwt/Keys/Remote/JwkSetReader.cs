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
    private readonly List<KeyMaterial> _keys = [];
    private readonly List<SkippedKey> _skipped = [];

    private JwkSetReader(ImmutableArray<JwsAlgorithmRow> allowed) => _allowed = allowed;

    public static KeyFetch Read(ReadOnlySpan<byte> json, ImmutableArray<JwsAlgorithmRow> allowed)
    {
        var reader = new JwkSetReader(allowed);
        var outcome = reader.Read(json);
        return outcome == KeyFetchOutcome.Fetched
            ? new KeyFetch(outcome) { Keys = [.. reader._keys], Skipped = [.. reader._skipped] }
            : new KeyFetch(outcome) { Skipped = [.. reader._skipped] };
    }

    private KeyFetchOutcome Read(ReadOnlySpan<byte> json)
    {
        using var index = JsonIndex.Rent();
        if (StrictJson.ReadObject(json, index, out var set) != JsonFault.None
            || !set.TryFind("keys"u8, out var keys)
            || keys.Kind != JsonKind.Array)
        {
            return KeyFetchOutcome.Malformed;
        }

        var place = 0;
        foreach (var entry in new JsonArray(json, keys))
        {
            var outcome = place == MaxKeys ? KeyFetchOutcome.TooManyKeys : ReadEntry(entry.RawIn(json), entry.Kind, place);
            place++;
            if (outcome != KeyFetchOutcome.Fetched)
            {
                return outcome;
            }
        }

        return Conclude();
    }

    private KeyFetchOutcome ReadEntry(ReadOnlySpan<byte> json, JsonKind kind, int place)
    {
        if (kind != JsonKind.Object)
        {
            return Skip(place, "is no JSON object");
        }

        using var index = JsonIndex.Rent();
        StrictJson.ReadObject(json, index, out var entry);
        if (PublishedKey.HasPrivateParts(entry))
        {
            return KeyFetchOutcome.PrivateKeyPublished;
        }

        if (PublishedKey.IsSymmetric(entry))
        {
            return KeyFetchOutcome.SymmetricKeyPublished;
        }

        return PublishedKey.Read(entry) is { } key
            ? Add(key, place)
            : Skip(place, "has a member of another type than RFC 7517 says, or a 'kid' that is empty, too long or has control characters");
    }

    private KeyFetchOutcome Add(JsonWebKey key, int place)
    {
        if (!MayVerify(key))
        {
            return KeyFetchOutcome.Fetched;
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

        return KeyFetchOutcome.Fetched;
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

    private KeyFetchOutcome Skip(int place, string problem)
    {
        _skipped.Add(new SkippedKey(place, problem));
        return KeyFetchOutcome.Fetched;
    }

    private KeyFetchOutcome Conclude()
    {
        var different = _keys.DistinctBy(KeySnapshot.IdentityOf).ToArray();
        _keys.Clear();
        _keys.AddRange(different);
        if (_keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            return KeyFetchOutcome.DuplicateKeyId;
        }

        return _keys.Count == 0 ? KeyFetchOutcome.NoUsableKey : KeyFetchOutcome.Fetched;
    }
}
