using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Encryption;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>Turns the options of decryption into a decryptor and says everything that is wrong with them.</summary>
internal static class DecryptionBuilder
{
    private const string Path = "HipaaJwt:Decryption";

    /// <summary>Builds a decryptor; null where there are no keys, and to be used only where no problem was added.</summary>
    public static TokenDecryptor? Build(HipaaJwtOptions options, ICollection<string> problems)
    {
        var decryption = options.Decryption;
        if (decryption.Keys.Count == 0)
        {
            CheckAbsence(options, problems);
            return null;
        }

        ImmutableArray<JweAlgorithmRow> algorithms = [.. AlgorithmRows(decryption, problems)];
        ImmutableArray<JweEncryptionRow> encryptions = [.. EncryptionRows(decryption, problems)];
        var isComplete = algorithms.Length > 0 && encryptions.Length > 0;
        return new TokenDecryptor(isComplete ? BuildKeys(decryption, algorithms, encryptions, problems) : [], algorithms, encryptions);
    }

    /// <summary>Whoever demands encryption, or lists algorithms for it, has forgotten the keys.</summary>
    private static void CheckAbsence(HipaaJwtOptions options, ICollection<string> problems)
    {
        var decryption = options.Decryption;
        if (decryption.KeyManagementAlgorithms.Count + decryption.ContentEncryptionAlgorithms.Count > 0)
        {
            problems.Add($"{Path}:Keys is empty, so no token could be decrypted. Add the keys for which issuers encrypt, or remove the algorithms.");
        }

        for (var i = 0; i < options.Issuers.Count; i++)
        {
            if (options.Issuers[i].RequireEncryption)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"HipaaJwt:Issuers:{i}:RequireEncryption is set, but {Path}:Keys is empty, so each of its tokens would be refused. Add the keys for which the issuer encrypts."));
            }
        }
    }

    private static IEnumerable<JweAlgorithmRow> AlgorithmRows(DecryptionOptions options, ICollection<string> problems)
    {
        CheckListed("KeyManagementAlgorithms", options.KeyManagementAlgorithms.Count, "Add what issuers encrypt keys with, such as RSA-OAEP-256; there is no default.", problems);
        foreach (var algorithm in options.KeyManagementAlgorithms.Distinct())
        {
            if (JweAlgorithms.TryFind(algorithm, out var row))
            {
                yield return row;
            }
            else
            {
                problems.Add($"{Path}:KeyManagementAlgorithms has {algorithm}, which is not in the table of algorithms. Use a member of JweAlgorithm.");
            }
        }
    }

    private static IEnumerable<JweEncryptionRow> EncryptionRows(DecryptionOptions options, ICollection<string> problems)
    {
        CheckListed("ContentEncryptionAlgorithms", options.ContentEncryptionAlgorithms.Count, "Add what issuers encrypt content with, such as A256GCM; there is no default.", problems);
        foreach (var encryption in options.ContentEncryptionAlgorithms.Distinct())
        {
            if (JweEncryptions.TryFind(encryption, out var row))
            {
                yield return row;
            }
            else
            {
                problems.Add($"{Path}:ContentEncryptionAlgorithms has {encryption}, which is not in the table of algorithms. Use a member of JweEncryption.");
            }
        }
    }

    private static void CheckListed(string name, int count, string remedy, ICollection<string> problems)
    {
        if (count == 0)
        {
            problems.Add($"{Path}:{name} is empty. {remedy}");
        }
    }

    private static List<DecryptionKey> BuildKeys(
        DecryptionOptions options,
        ImmutableArray<JweAlgorithmRow> algorithms,
        ImmutableArray<JweEncryptionRow> encryptions,
        ICollection<string> problems)
    {
        List<DecryptionKey> keys = [];
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (BuildKey(options.Keys[i], algorithms, encryptions, out var problem) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Path}:Keys:{i} {problem}."));
            }
        }

        foreach (var twice in keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"{Path}:Keys has the key id \"{twice.Key}\" more than once. Give each key its own.");
        }

        return keys;
    }

    private static DecryptionKey? BuildKey(
        SecurityKey? key,
        ImmutableArray<JweAlgorithmRow> algorithms,
        ImmutableArray<JweEncryptionRow> encryptions,
        out string? problem)
    {
        problem = "is null. Remove it";
        if (key is null || DecryptionKeyReader.Read(key, out problem) is not { } material)
        {
            return null;
        }

        if (material.KeyId?.Length > PlanBuilder.MaxKeyIdLength)
        {
            problem = $"has a key id of more than {PlanBuilder.MaxKeyIdLength} characters. Use a shorter one";
            return null;
        }

        try
        {
            var sources = material.CreateSources(algorithms, encryptions);
            problem = "is fit for none of the listed algorithms. Add the algorithm that the key is for, or remove the key; a shared key must be exactly as long as its algorithm demands";
            return sources.IsEmpty ? null : new DecryptionKey(material.KeyId, sources);
        }
        catch (CryptographicException)
        {
            problem = "cannot be read by the platform's cryptography, for its parts do not go together. Create a new key";
            return null;
        }
    }
}
