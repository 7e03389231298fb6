using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Checks;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>
/// Turns options into a plan and says everything that is wrong with them: where, what, and what to write instead.
/// </summary>
internal sealed class PlanBuilder
{
    public const int MaxKeyIdLength = 1024;

    private readonly ImmutableArray<IClaimCheck> _checks;
    private readonly RequestChecks _requestChecks;
    private readonly PermissionMap _permissions;

    public PlanBuilder(IEnumerable<IClaimCheck> checks, RequestChecks requestChecks, PermissionMap permissions)
    {
        _checks = [.. checks];
        _requestChecks = requestChecks;
        _permissions = permissions;
    }

    /// <summary>Builds a plan; it is to be used only where no problem was added.</summary>
    /// <param name="options">The options.</param>
    /// <param name="problems">What is wrong with them.</param>
    /// <param name="remoteKeys">The keys that are fetched; without it the plan is for finding problems alone.</param>
    public ValidationPlan Build(HipaaJwtOptions options, ICollection<string> problems, RemoteKeyStore? remoteKeys = null)
    {
        CheckLimits(options, problems);
        if (options.Issuers.Count == 0)
        {
            problems.Add("HipaaJwt:Issuers is empty, so no token could be accepted. Add a TrustedIssuer.");
        }

        List<IssuerPolicy> issuers = [];
        List<IssuerPolicy> fetched = [];
        List<VerificationKey> keys = [];
        for (var i = 0; i < options.Issuers.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"HipaaJwt:Issuers:{i}");
            var policy = BuildIssuer(options, options.Issuers[i], path, problems);
            issuers.Add(policy);
            keys.AddRange(BuildKeys(options.Issuers[i], policy, path, problems));
            if (RemoteKeyOptions.Read(options.Issuers[i], policy, path, problems) is { } remote && remoteKeys is not null)
            {
                fetched.Add(policy.ForFetchedKeys(remoteKeys.For(remote)));
            }
        }

        foreach (var twice in issuers.GroupBy(issuer => issuer.Issuer, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"HipaaJwt:Issuers has \"{twice.Key}\" more than once. Give each issuer one entry with all its keys and audiences.");
        }

        var phiClaims = PhiClaimBuilder.Build(options.PhiClaims, problems);
        return new ValidationPlan
        {
            Issuers = [.. issuers],
            FetchedIssuers = [.. fetched],
            Keys = new KeyRing(keys),
            PinnedKeys = [.. keys],
            Checks = new ClaimChecks(_checks, options.PhiClaims.Action == PhiClaimAction.Refuse ? phiClaims : null),
            RequestChecks = _requestChecks,
            Permissions = _permissions,
            MaxTokenBytes = options.MaxTokenBytes,
            Decryptor = DecryptionBuilder.Build(options, problems),
            WarnedPhiClaims = options.PhiClaims.Action == PhiClaimAction.Warn ? phiClaims : null,
        };
    }

    private static void CheckLimits(HipaaJwtOptions options, ICollection<string> problems)
    {
        Limit("ClockSkew", options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Limit("MaxTokenLifetime", options.MaxTokenLifetime, TimeSpan.FromTicks(1), TimeSpan.FromHours(24));
        Limit("MaxTokenBytes", options.MaxTokenBytes, 256, 1024 * 1024);
        Limit("TokenCache:Capacity", options.TokenCache.Capacity, 0, 1_000_000);
        Limit("TokenCache:MaxBytes", options.TokenCache.MaxBytes, 64L * 1024, 16L * 1024 * 1024 * 1024);
        Limit("TokenCache:MaxEntryLifetime", options.TokenCache.MaxEntryLifetime, TimeSpan.FromTicks(1), TimeSpan.FromHours(1));
        Limit("Audit:WriteTimeout", options.Audit.WriteTimeout, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Limit("Audit:QueueCapacity", options.Audit.QueueCapacity, 1, 1_000_000);
        Limit("Audit:DrainTimeout", options.Audit.DrainTimeout, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
        Limit("DPoP:MaxAge", options.DPoP.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Limit("DPoP:NonceLifetime", options.DPoP.NonceLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        Limit("Replay:Capacity", options.Replay.Capacity, 1, 10_000_000);
        Limit("Replay:MaxPerSender", options.Replay.MaxPerSender, 1, 10_000_000);
        Limit("Replay:Timeout", options.Replay.Timeout, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        SenderProblems.AddTo(problems, options);

        void Limit<T>(string path, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"HipaaJwt:{path} is {value}. Set it between {least} and {most}."));
            }
        }
    }

    private static IssuerPolicy BuildIssuer(HipaaJwtOptions options, TrustedIssuer issuer, string path, ICollection<string> problems)
    {
        if (string.IsNullOrWhiteSpace(issuer.Issuer))
        {
            problems.Add($"{path}:Issuer is empty. Set it to the exact value of the tokens' iss.");
        }

        NeedsEntries("Audiences", issuer.Audiences, "Add the name of this service, as the issuer writes it into aud.");
        NeedsEntries("TokenTypes", issuer.TokenTypes, "Add the typ of the issuer's access tokens, such as \"at+jwt\".", mayBeEmpty: issuer.AllowMissingTokenType);
        NeedsEntries("RequiredClaims", issuer.RequiredClaims, string.Empty, mayBeEmpty: true);
        IssuerRules.Check(issuer, path, problems);
        if (issuer.Algorithms.Count == 0)
        {
            problems.Add($"{path}:Algorithms is empty. Add what the issuer signs with, such as ES256; there is no default.");
        }

        return new IssuerPolicy
        {
            Issuer = issuer.Issuer ?? string.Empty,
            Audiences = [.. issuer.Audiences.OfType<string>()],
            Algorithms = [.. RowsOf(issuer.Algorithms, path, problems)],
            TokenTypes = [.. issuer.TokenTypes.OfType<string>()],
            AllowMissingTokenType = issuer.AllowMissingTokenType,
            AudienceClaim = issuer.AudienceClaim ?? string.Empty,
            RequiredClaims = [.. issuer.RequiredClaims.OfType<string>()],
            RequireClientId = issuer.RequireClientId,
            RequiredClaimValues = [.. IssuerRules.ValuesOf(issuer)],
            ClockSkew = options.ClockSkew,
            MaxTokenLifetime = issuer.MaxTokenLifetime ?? options.MaxTokenLifetime,
            RequireEncryption = issuer.RequireEncryption,
            RequireSenderConstraint = issuer.RequireSenderConstraint,
            SingleUse = issuer.SingleUse,
        };

        void NeedsEntries(string name, IList<string> entries, string remedy, bool mayBeEmpty = false)
        {
            if (entries.Count == 0 && !mayBeEmpty)
            {
                problems.Add($"{path}:{name} is empty. {remedy}");
            }

            if (entries.Any(string.IsNullOrWhiteSpace))
            {
                problems.Add($"{path}:{name} has an empty entry. Remove it.");
            }
        }
    }

    private static IEnumerable<JwsAlgorithmRow> RowsOf(IEnumerable<JwsAlgorithm> algorithms, string path, ICollection<string> problems)
    {
        foreach (var algorithm in algorithms.Distinct())
        {
            if (JwsAlgorithms.TryFind(algorithm, out var row))
            {
                yield return row;
            }
            else
            {
                problems.Add($"{path}:Algorithms has {algorithm}, which is not in the table of algorithms. Use a member of JwsAlgorithm.");
            }
        }
    }

    private static List<VerificationKey> BuildKeys(TrustedIssuer issuer, IssuerPolicy policy, string path, ICollection<string> problems)
    {
        if (issuer is { SigningKeys.Count: 0, MetadataAddress: null, JwksUri: null })
        {
            problems.Add($"{path}:SigningKeys is empty. Add the issuer's public keys, or the MetadataAddress from which they are fetched.");
        }

        List<VerificationKey> keys = [];
        for (var i = 0; i < issuer.SigningKeys.Count; i++)
        {
            var keyPath = string.Create(CultureInfo.InvariantCulture, $"{path}:SigningKeys:{i}");
            if (BuildKey(issuer.SigningKeys[i], policy, out var problem) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                problems.Add($"{keyPath} {problem}.");
            }
        }

        foreach (var twice in keys.Where(key => key.KeyId is not null).GroupBy(key => key.KeyId, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"{path}:SigningKeys has the key id \"{twice.Key}\" more than once. Give each key its own.");
        }

        return keys;
    }

    private static VerificationKey? BuildKey(Microsoft.IdentityModel.Tokens.SecurityKey? key, IssuerPolicy policy, out string? problem)
    {
        problem = "is null. Remove it";
        if (key is null || SecurityKeyReader.Read(key, out problem) is not { } material)
        {
            return null;
        }

        if (material.KeyId?.Length > MaxKeyIdLength)
        {
            problem = $"has a key id of more than {MaxKeyIdLength} characters. Use a shorter one";
            return null;
        }

        try
        {
            var verifiers = material.CreateVerifiers(policy.Algorithms);
            if (!verifiers.IsEmpty)
            {
                return new VerificationKey(material.KeyId, policy, verifiers) { HadPrivateParts = material.HasPrivateParts };
            }

            problem = "is fit for none of the issuer's Algorithms. Add the algorithm that the key is for, or remove the key";
        }
        catch (CryptographicException)
        {
            problem = "cannot be read by the platform's cryptography, for it is no point of its curve or no key at all. Create a new key";
        }

        return null;
    }
}
