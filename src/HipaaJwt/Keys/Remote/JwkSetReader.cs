using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Reads a JWK Set (RFC 7517, section 5). Rejects the whole set if it is malformed, publishes secrets or is ambiguous. Skips and
/// records unusable keys and keys for other purposes and algorithms.
/// </summary>
internal sealed class JwkSetReader
{
    public const int MaxKeys = 100;

    private readonly ImmutableArray<JwsAlgorithmRow> _allowed;
    private readonly KeyInterner _interner;
    private readonly List<FetchedKey> _keys = [];
    private readonly List<SkippedKey> _skipped = [];
    private readonly List<LeakedKey> _leaked = [];
    private readonly SortedSet<int> _private = [];
    private readonly SortedSet<int> _symmetric = [];
    private int _count;

    private JwkSetReader(ImmutableArray<JwsAlgorithmRow> allowed, KeyInterner interner)
    {
        _allowed = allowed;
        _interner = interner;
    }

    /// <summary>Reads a set for an issuer.</summary>
    /// <param name="json">The response of the address.</param>
    /// <param name="allowed">The issuer's algorithms.</param>
    /// <param name="interner">Gives equal keys one instance.</param>
    public static JwksFetchResult Read(ReadOnlySpan<byte> json, ImmutableArray<JwsAlgorithmRow> allowed, KeyInterner interner) =>
        new JwkSetReader(allowed, interner).Read(json);

    private JwksFetchResult Read(ReadOnlySpan<byte> json)
    {
        using var members = JsonMemberBuffer.Rent();
        var isJson = StrictJson.ReadObject(json, members, out var set) == JsonFault.None;
        if (!isJson || !set.TryFind("keys"u8, out var keys) || keys.Kind != JsonKind.Array)
        {
            return new JwksFetchResult(JwksFetchOutcome.Malformed)
            {
                Detail = isJson && set.TryFind("jwks_uri"u8, out _) ? FetchFailure.MetadataAsKeys : "JWK Set",
            };
        }

        foreach (var entry in new JsonArray(json, keys))
        {
            ReadEntry(entry.RawIn(json), entry.Kind, _count);
            _count++;
        }

        return Complete();
    }

    private void ReadEntry(ReadOnlySpan<byte> json, JsonKind kind, int index)
    {
        if (kind != JsonKind.Object)
        {
            Skip(index, "is not a JSON object");
            return;
        }

        using var members = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, members, out var entry);
        var (isPrivate, isSymmetric) = (JwkEntryReader.HasPrivateParts(entry), JwkEntryReader.IsSymmetric(entry));
        if (isPrivate || isSymmetric)
        {
            (isPrivate ? _private : _symmetric).Add(index);
            _leaked.AddRange(isPrivate ? LeakedKeyReader.ReadPrivate(entry, index) : []);
            _leaked.AddRange(isSymmetric ? LeakedKeyReader.ReadSecret(entry, index) : []);
        }
        else if (JwkEntryReader.Read(entry) is { } key)
        {
            Add(key, index);
        }
        else
        {
            Skip(
                index,
                "has a member whose type is not that of RFC 7517, or a 'kid' that is too long or contains control characters");
        }
    }

    private void Add(JsonWebKey key, int index)
    {
        if (OtherPurposeOf(key) is { } purpose)
        {
            Skip(index, purpose, isExpected: true);
            return;
        }

        if (SecurityKeyReader.Read(key, out var problem) is not { } material)
        {
            Skip(index, problem!);
            return;
        }

        material = _interner.Intern(material);
        if (!_allowed.Any(material.Supports))
        {
            Skip(index, "fits none of the issuer's Algorithms", isExpected: true);
        }
        else if (index < MaxKeys && !CanImport(material))
        {
            Skip(index, "is not a point on its curve, or not a valid key");
        }
        else
        {
            _keys.Add(new FetchedKey(index, material));
        }
    }

    private bool CanImport(VerificationKeyMaterial material)
    {
        try
        {
            return !material.VerifiersFor(_allowed).IsEmpty;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>
    /// Describes why the key is not meant for signatures with an allowed algorithm; null if it is. Keys of unknown types are ignored
    /// (RFC 7517, section 5).
    /// </summary>
    private string? OtherPurposeOf(JsonWebKey key) => key switch
    {
        { Use: not (null or "sig") } => "is not for signatures ('use')",
        { KeyOps.Count: > 0 } when !key.KeyOps.Contains("verify") => "is not for verification ('key_ops')",
        { Alg: { } name } when _allowed.All(algorithm => algorithm.Name != name) =>
            "is for an algorithm that is not in the issuer's Algorithms ('alg')",
        _ when !_allowed.Any(algorithm => key.Kty == (algorithm.Family == KeyFamily.Rsa ? "RSA" : "EC") && key.Crv == algorithm.Curve) =>
            "is of a type or curve that none of the issuer's Algorithms uses ('kty', 'crv')",
        _ => null,
    };

    /// <summary>Records a key that is not used. A set with too many keys is rejected, so the other problems do not matter.</summary>
    private void Skip(int index, string problem, bool isExpected = false)
    {
        if (index < MaxKeys)
        {
            _skipped.Add(new SkippedKey(index, problem, isExpected));
        }
    }

    private JwksFetchResult Complete()
    {
        var published = _keys.Select(key => KeySnapshot.IdentityOf(key.Key)).ToFrozenSet(StringComparer.Ordinal);
        var (outcome, detail) = Judge();
        return new JwksFetchResult(outcome)
        {
            Keys = outcome == JwksFetchOutcome.Fetched ? [.. _keys] : [],
            Published = published,
            Leaked = [.. _leaked],
            Skipped = [.. _skipped],
            Detail = detail,
        };
    }

    private (JwksFetchOutcome Outcome, string? Detail) Judge()
    {
        if (_private.Count > 0)
        {
            return (JwksFetchOutcome.PrivateKeyPublished, Describe(_private));
        }

        if (_symmetric.Count > 0)
        {
            return (JwksFetchOutcome.SymmetricKeyPublished, Describe(_symmetric));
        }

        if (_count > MaxKeys)
        {
            return (JwksFetchOutcome.TooManyKeys, $"{_count} keys");
        }

        RemoveRepeatedKeys();
        if (FindAmbiguousKeys() is { } ambiguous)
        {
            return (JwksFetchOutcome.DuplicateKeyId, Describe(ambiguous));
        }

        var allowed = string.Join(", ", _allowed.Select(row => row.Name));
        return _keys.Count == 0
            ? (JwksFetchOutcome.NoUsableKey, $"{_count} keys, none for the issuer's Algorithms: {allowed}")
            : (JwksFetchOutcome.Fetched, null);
    }

    private void RemoveRepeatedKeys()
    {
        Dictionary<VerificationKeyMaterial, int> first = [];
        foreach (var key in _keys.ToArray())
        {
            if (!first.TryAdd(key.Key, key.Index))
            {
                _keys.Remove(key);
                Skip(key.Index, $"repeats key {first[key.Key]}", isExpected: true);
            }
        }
    }

    /// <summary>
    /// Finds two keys that a header with <c>kid</c> and <c>alg</c> could both mean. Keys of different types and algorithms may have the
    /// same <c>kid</c> (RFC 7517, section 4.5).
    /// </summary>
    private int[]? FindAmbiguousKeys() => (
        from key in _keys
        where key.Key.KeyId is not null
        from other in _keys
        where other.Index > key.Index && key.Key.IsAmbiguousWith(other.Key, _allowed)
        select new[] { key.Index, other.Index }).FirstOrDefault();

    private static string Describe(IEnumerable<int> indexes)
    {
        const int MaxListed = 10;
        int[] all = [.. indexes];
        var list = string.Join(", ", all.Take(MaxListed));
        return all.Length == 1 ? $"key {list}" : $"keys {list}{(all.Length > MaxListed ? " and more" : string.Empty)}";
    }
}
