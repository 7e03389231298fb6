using System.Security.Cryptography;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Policy;

/// <summary>Builds verification keys from the keys in an issuer's options, and collects their problems.</summary>
internal static class PinnedKeyBuilder
{
    private const string FitsNone =
        "fits none of the issuer's Algorithms. Add the algorithm that the key is for, or remove the key";

    public static IReadOnlyList<VerificationKey> Build(
        TrustedIssuer issuer, IssuerPolicy policy, OptionPath issuerPath, OptionProblems problems)
    {
        var path = issuerPath.Member(nameof(TrustedIssuer.SigningKeys));
        if (issuer is { SigningKeys.Count: 0, Authority: null, MetadataAddress: null, JwksUri: null, KeySetSource: null })
        {
            problems.Add(path, "is empty. Add the issuer's public keys, or set Authority or MetadataAddress to fetch them.");
        }

        List<VerificationKey> keys = [];
        for (var i = 0; i < issuer.SigningKeys.Count; i++)
        {
            if (TryBuild(issuer.SigningKeys[i], policy, out var problem) is { } key)
            {
                keys.Add(key);
            }
            else if (problem != FitsNone || !policy.Algorithms.IsEmpty)
            {
                problems.Add(OptionPaths.OfSigningKey(issuer, issuerPath, i), $"{problem}.");
            }
        }

        foreach (var keyId in AmbiguousKeyIds(keys))
        {
            problems.AddSharedKeyId(path, keyId);
        }

        return keys;
    }

    /// <summary>
    /// Gets the key IDs that two keys have for the same algorithm. Keys of different types and algorithms may have the same
    /// <c>kid</c> (RFC 7517, section 4.5).
    /// </summary>
    private static IEnumerable<string> AmbiguousKeyIds(IEnumerable<VerificationKey> keys) => keys
        .Where(key => key.KeyId is not null)
        .GroupBy(key => key.KeyId!, StringComparer.Ordinal)
        .Where(group => group.SelectMany(key => key.Algorithms).GroupBy(algorithm => algorithm).Any(uses => uses.Count() > 1))
        .Select(group => group.Key);

    private static VerificationKey? TryBuild(SecurityKey? key, IssuerPolicy policy, out string? problem)
    {
        problem = "is null. Remove it";
        if (key is null || SecurityKeyReader.Read(key, out problem) is not { } material)
        {
            return null;
        }

        problem = OptionProblems.ProblemWithKeyId(material.KeyId);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            var verifiers = material.CreateVerifiers(policy.Algorithms);
            problem = FitsNone;
            return verifiers.IsEmpty ? null : new VerificationKey(material.KeyId, policy, PinnedKeySource.Instance, verifiers)
            {
                Material = material,
                HadPrivateParts = material.HasPrivateParts,
            };
        }
        catch (CryptographicException)
        {
            problem = "cannot be imported. It is not a point on its curve, or not a valid key. Create a new key";
            return null;
        }
    }
}
