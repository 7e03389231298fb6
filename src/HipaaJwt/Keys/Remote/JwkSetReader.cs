using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Reads a JWK Set (RFC 7517, section 5). Rejects the whole set if it is malformed, publishes secrets or is ambiguous. Skips and
/// records unusable keys. Ignores keys for other purposes and algorithms.
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
        using var members = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(json, members, out var set) != JsonFault.None
            || !set.TryFind("keys"u8, out var keys)
            || keys.Kind != JsonKind.Array)
        {
            return JwksFetchOutcome.Malformed;
        }

        var index = 0;
        foreach (var entry in new JsonArray(json, keys))
        {
            var outcome = index == MaxKeys ? JwksFetchOutcome.TooManyKeys : ReadEntry(entry.RawIn(json), entry.Kind, index);
            index++;
            if (outcome != JwksFetchOutcome.Fetched)
            {
                return outcome;
            }
        }

        return Complete();
    }

    private JwksFetchOutcome ReadEntry(ReadOnlySpan<byte> json, JsonKind kind, int index)
    {
        if (kind != JsonKind.Object)
        {
            return Skip(index, "is not a JSON object");
        }

        using var members = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, members, out var entry);
        if (JwkEntryReader.HasPrivateParts(entry))
        {
            return JwksFetchOutcome.PrivateKeyPublished;
        }

        if (JwkEntryReader.IsSymmetric(entry))
        {
            return JwksFetchOutcome.SymmetricKeyPublished;
        }

        return JwkEntryReader.Read(entry) is { } key
            ? Add(key, index)
            : Skip(
                index,
                "has a member whose type is not that of RFC 7517, or a 'kid' that is empty, too long or contains control characters");
    }

    private JwksFetchOutcome Add(JsonWebKey key, int index)
    {
        if (!CanVerify(key))
        {
            return JwksFetchOutcome.Fetched;
        }

        if (SecurityKeyReader.Read(key, out var problem) is not { } material)
        {
            return Skip(index, problem!);
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
            return Skip(index, "is not a point on its curve, or not a valid key");
        }

        return JwksFetchOutcome.Fetched;
    }

    /// <summary>
    /// Whether the key is meant for signatures with an allowed algorithm. Keys of unknown types are ignored (RFC 7517, section 5).
    /// </summary>
    private bool CanVerify(JsonWebKey key) =>
        key.Use is null or "sig"
        && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify"))
        && (key.Alg is null || _allowed.Any(algorithm => algorithm.Name == key.Alg))
        && _allowed.Any(algorithm => key.Kty == (algorithm.Family == KeyFamily.Rsa ? "RSA" : "EC") && key.Crv == algorithm.Curve);

    private JwksFetchOutcome Skip(int index, string problem)
    {
        _skipped.Add(new SkippedKey(index, problem));
        return JwksFetchOutcome.Fetched;
    }

    private JwksFetchOutcome Complete()
    {
        var distinct = _keys.DistinctBy(KeySnapshot.IdentityOf).ToArray();
        _keys.Clear();
        _keys.AddRange(distinct);
        if (_keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            return JwksFetchOutcome.DuplicateKeyId;
        }

        return _keys.Count == 0 ? JwksFetchOutcome.NoUsableKey : JwksFetchOutcome.Fetched;
    }
}
