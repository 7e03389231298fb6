using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Checks;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Permissions;

namespace HipaaJwt.Policy;

/// <summary>Builds a policy from options, or collects all their problems.</summary>
internal sealed class ValidationPolicyBuilder
{
    private readonly string _trust;
    private readonly ImmutableArray<IClaimCheck> _claimChecks;
    private readonly bool _hasTokenUseChecks;
    private readonly PermissionMap _permissions;
    private readonly string? _environment;

    /// <param name="trust">The name of the options.</param>
    /// <param name="claimChecks">The claim checks that the application has added.</param>
    /// <param name="hasTokenUseChecks">Whether the application has added token use checks.</param>
    /// <param name="permissions">The permissions that claims grant.</param>
    /// <param name="environment">The name of the host's environment; null without a host.</param>
    public ValidationPolicyBuilder(
        string trust,
        IEnumerable<IClaimCheck> claimChecks,
        bool hasTokenUseChecks,
        PermissionMap permissions,
        string? environment = null)
    {
        _environment = environment;
        _trust = trust;
        _claimChecks = [.. claimChecks];
        _hasTokenUseChecks = hasTokenUseChecks;
        _permissions = permissions;
    }

    /// <summary>Builds a policy.</summary>
    /// <param name="options">The options.</param>
    /// <param name="policy">The policy; null if there are problems.</param>
    /// <param name="problems">All problems; empty if there is a policy.</param>
    /// <returns>Whether the options are valid.</returns>
    public bool TryBuild(HipaaJwtOptions options, [NotNullWhen(true)] out ValidationPolicy? policy, out IReadOnlyList<string> problems)
    {
        var paths = new OptionPaths(options, _trust);
        var collected = new OptionProblems();
        LimitOptionsValidator.Validate(options, paths, collected);
        SenderConstraintOptionsValidator.Validate(options.DPoP, paths, collected);
        var built = Build(options, paths, collected);
        problems = collected.All;
        policy = problems.Count == 0 ? built : null;
        return policy is not null;
    }

    private ValidationPolicy Build(HipaaJwtOptions options, OptionPaths paths, OptionProblems problems)
    {
        var phiClaims = PhiClaimScannerBuilder.Build(options.PhiClaims, paths, problems);
        var issuers = new List<IssuerPolicy>();
        var pinnedKeys = new List<VerificationKey>();
        var remoteKeys = new List<RemoteKeySettings>();
        problems.CheckNotEmpty(
            paths.OfMissing("Issuers"),
            options.Issuers,
            "Add at least one trusted issuer. Without one, every token is rejected."
            + options.MissingIssuersRemedy);
        for (var i = 0; i < options.Issuers.Count; i++)
        {
            if (options.Issuers[i] is not { } issuer)
            {
                problems.Add(paths.OfIssuer(i), "is null. Remove it.");
                continue;
            }

            var path = paths.OfIssuer(i);
            var policy = IssuerPolicyBuilder.Build(_trust, options, issuer, path, problems);
            issuers.Add(policy);
            pinnedKeys.AddRange(PinnedKeyBuilder.Build(issuer, policy, path, problems));
            var settings = RemoteKeySettingsBuilder.Build(issuer, policy, path, _environment, problems);
            remoteKeys.AddRange(settings is null ? [] : [settings]);
        }

        SharedIssuers.Validate(issuers, remoteKeys, paths, problems);
        LogoutRulesBuilder.ValidateShared(issuers, paths, problems);
        return new ValidationPolicy
        {
            Issuers = [.. issuers],
            PinnedKeys = [.. pinnedKeys],
            RemoteKeys = [.. remoteKeys],
            Checks = new ClaimChecks(_claimChecks, options.PhiClaims.Action == PhiClaimAction.Refuse ? phiClaims : null),
            Permissions = _permissions,
            MaxTokenBytes = options.MaxTokenBytes,
            HasTokenUseChecks = _hasTokenUseChecks,
            Decryptor = TokenDecryptorBuilder.Build(options, paths, problems),
            PhiClaimWarnings = options.PhiClaims.Action == PhiClaimAction.Warn ? phiClaims : null,
        };
    }
}
