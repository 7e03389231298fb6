using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Encryption;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Policy;

/// <summary>Builds the decryptor and collects the problems of the decryption options.</summary>
internal sealed class TokenDecryptorBuilder
{
    private readonly HipaaJwtOptions _options;
    private readonly OptionPaths _paths;
    private readonly OptionProblems _problems;

    private TokenDecryptorBuilder(HipaaJwtOptions options, OptionPaths paths, OptionProblems problems)
    {
        _options = options;
        _paths = paths;
        _problems = problems;
    }

    private DecryptionOptions Decryption => _options.Decryption;

    /// <returns>The decryptor; null if there are no keys.</returns>
    public static TokenDecryptor? Build(HipaaJwtOptions options, OptionPaths paths, OptionProblems problems) =>
        new TokenDecryptorBuilder(options, paths, problems).Build();

    private TokenDecryptor? Build()
    {
        if (Decryption.Keys.Count == 0)
        {
            ValidateAbsenceOfKeys();
            return null;
        }

        ImmutableArray<JweAlgorithmRow> algorithms = [.. KeyManagementAlgorithms()];
        ImmutableArray<JweEncryptionRow> encryptions = [.. ContentEncryptionAlgorithms()];
        var canFitKeys = algorithms.Length > 0 && encryptions.Length > 0;
        return new TokenDecryptor(canFitKeys ? BuildKeys(algorithms, encryptions) : [], algorithms, encryptions);
    }

    /// <summary>Adds a problem if algorithms or an issuer's RequireEncryption show that keys are missing.</summary>
    private void ValidateAbsenceOfKeys()
    {
        if (Decryption.KeyManagementAlgorithms.Count + Decryption.ContentEncryptionAlgorithms.Count > 0)
        {
            _problems.Add(
                _paths.OfMissing("Decryption", "Keys"),
                "is empty, so no token could be decrypted. Add the keys that issuers encrypt to, or remove the algorithms.");
        }

        for (var i = 0; i < _options.Issuers.Count; i++)
        {
            if (_options.Issuers[i] is { RequireEncryption: true })
            {
                _problems.Add(
                    _paths.OfIssuer(i).Member(nameof(TrustedIssuer.RequireEncryption)),
                    $"is set, but {_paths.OfMissing("Decryption", "Keys")} is empty, so every token of the issuer would be rejected. "
                    + "Add the keys that the issuer encrypts to.");
            }
        }
    }

    private IEnumerable<JweAlgorithmRow> KeyManagementAlgorithms()
    {
        var path = PathOf("KeyManagementAlgorithms", Decryption.KeyManagementAlgorithms.Count);
        _problems.CheckNotEmpty(
            path,
            Decryption.KeyManagementAlgorithms,
            "Add the algorithms that issuers encrypt keys with, such as RSA-OAEP-256. There is no default.");
        foreach (var algorithm in Decryption.KeyManagementAlgorithms.Distinct())
        {
            if (JweAlgorithms.TryFind(algorithm, out var row))
            {
                yield return row;
            }
            else
            {
                _problems.Add(path, $"contains {algorithm}, which is not a supported algorithm. Use a member of JweAlgorithm.");
            }
        }
    }

    private IEnumerable<JweEncryptionRow> ContentEncryptionAlgorithms()
    {
        var path = PathOf("ContentEncryptionAlgorithms", Decryption.ContentEncryptionAlgorithms.Count);
        _problems.CheckNotEmpty(
            path,
            Decryption.ContentEncryptionAlgorithms,
            "Add the algorithms that issuers encrypt content with, such as A256GCM. There is no default.");
        foreach (var encryption in Decryption.ContentEncryptionAlgorithms.Distinct())
        {
            if (JweEncryptions.TryFind(encryption, out var row))
            {
                yield return row;
            }
            else
            {
                _problems.Add(path, $"contains {encryption}, which is not a supported algorithm. Use a member of JweEncryption.");
            }
        }
    }

    private OptionPath PathOf(string name, int count) =>
        count == 0 ? _paths.OfMissing("Decryption", name) : _paths.Of("Decryption", name);

    private List<DecryptionKey> BuildKeys(ImmutableArray<JweAlgorithmRow> algorithms, ImmutableArray<JweEncryptionRow> encryptions)
    {
        List<DecryptionKey> keys = [];
        for (var i = 0; i < Decryption.Keys.Count; i++)
        {
            if (TryBuildKey(Decryption.Keys[i], algorithms, encryptions, out var problem) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                _problems.Add(_paths.OfDecryptionKey(i), $"{problem}.");
            }
        }

        _problems.CheckKeyIds(_paths.Of("Decryption", "Keys"), keys.Select(key => key.KeyId));
        return keys;
    }

    private static DecryptionKey? TryBuildKey(
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

        problem = OptionProblems.ProblemWithKeyId(material.KeyId);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            var decryptors = material.CreateKeyDecryptors(algorithms, encryptions);
            problem = "fits none of the listed algorithms. Add the algorithm that the key is for, or remove the key. "
                + "A shared key must be exactly as long as its algorithm requires";
            return decryptors.IsEmpty ? null : new DecryptionKey(material.KeyId, decryptors);
        }
        catch (CryptographicException)
        {
            problem = "cannot be imported. Its parts do not match. Create a new key";
            return null;
        }
    }
}
