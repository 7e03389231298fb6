using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads trusted issuers from configuration. Its own options override the preset of its provider.</summary>
internal static class IssuerSectionReader
{
    private static readonly Dictionary<string, Action<TrustedIssuer, IConfigurationSection>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Issuer"] = (issuer, section) => issuer.Issuer = section.Value ?? string.Empty,
        ["Audiences"] = ReadBefore,
        ["Algorithms"] = ReadBefore,
        ["TokenTypes"] = ReadBefore,
        ["RequiredClaims"] = ReadBefore,
        ["RequiredClaimValues"] = ReadBefore,
        ["LogoutAudiences"] = ReadBefore,
        ["IssuerAliases"] = ReadBefore,
        ["ReplaceIssuerAliases"] = ReadBefore,
        ["ReplaceAudiences"] = ReadBefore,
        ["ReplaceAlgorithms"] = ReadBefore,
        ["ReplaceTokenTypes"] = ReadBefore,
        ["ReplaceRequiredClaims"] = ReadBefore,
        ["ReplaceRequiredClaimValues"] = ReadBefore,
        ["ReplaceLogoutAudiences"] = ReadBefore,
        ["AllowMissingTokenType"] = (issuer, section) => issuer.AllowMissingTokenType = ConfigurationReader.Boolean(section),
        ["Authority"] = (issuer, section) => issuer.Authority = section.Value,
        ["MetadataAddress"] = (issuer, section) => issuer.MetadataAddress = section.Value,
        ["JwksUri"] = (issuer, section) => issuer.JwksUri = section.Value,
        ["AllowKeysOverPlainHttp"] = (issuer, section) => issuer.AllowKeysOverPlainHttp = ConfigurationReader.Boolean(section),
        ["KeyRefreshInterval"] = (issuer, section) => issuer.KeyRefreshInterval = ConfigurationReader.Duration(section),
        ["MaxKeyAge"] = (issuer, section) => issuer.MaxKeyAge = ConfigurationReader.Duration(section),
        ["MaxTokenLifetime"] = (issuer, section) => issuer.MaxTokenLifetime = ConfigurationReader.Duration(section),
        ["AudienceClaim"] = (issuer, section) => issuer.AudienceClaim = section.Value ?? string.Empty,
        ["SubjectClaim"] = (issuer, section) => issuer.SubjectClaim = section.Value ?? string.Empty,
        ["ClientIdClaim"] = (issuer, section) => issuer.ClientIdClaim = section.Value ?? string.Empty,
        ["TokenIdClaim"] = (issuer, section) => issuer.TokenIdClaim = section.Value ?? string.Empty,
        ["NameClaim"] = (issuer, section) => issuer.NameClaim = section.Value ?? string.Empty,
        ["AllowClientAsSubject"] = (issuer, section) => issuer.AllowClientAsSubject = ConfigurationReader.Boolean(section),
        ["RequireClientId"] = (issuer, section) => issuer.RequireClientId = ConfigurationReader.Boolean(section),
        ["RequireEncryption"] = (issuer, section) => issuer.RequireEncryption = ConfigurationReader.Boolean(section),
        ["RequireSenderConstraint"] = (issuer, section) => issuer.RequireSenderConstraint = ConfigurationReader.Boolean(section),
        ["RequireSingleUse"] = (issuer, section) => issuer.RequireSingleUse = ConfigurationReader.Boolean(section),
        ["AllowUntypedLogoutTokens"] = (issuer, section) => issuer.AllowUntypedLogoutTokens = ConfigurationReader.Boolean(section),
        ["AllowLogoutTokensWithoutExpiration"] = (issuer, section) =>
            issuer.AllowLogoutTokensWithoutExpiration = ConfigurationReader.Boolean(section),
        ["MaxLogoutTokenAge"] = (issuer, section) => issuer.MaxLogoutTokenAge = ConfigurationReader.Duration(section),
        ["SigningKeys"] = ReadKeys,
    };

    /// <summary>Whether the name is an option of an issuer, or a provider.</summary>
    public static bool IsOption(string key) => Options.ContainsKey(key) || ProviderSectionReader.IsProvider(key);

    /// <summary>Reads the list of issuers.</summary>
    public static IEnumerable<TrustedIssuer> ReadList(IConfigurationSection section)
    {
        var single = section.GetChildren().FirstOrDefault(child => child.Value is not null && IsOption(child.Key));
        return single is null
            ? ConfigurationReader.Objects(section).SelectMany(Read)
            : throw ConfigurationReader.Invalid(
                section.Path, $"is one issuer instead of a list. Write [ {{ … }} ], so that the path is {section.Path}:0:{single.Key}.");
    }

    /// <summary>Reads one issuer, or those of a preset for several tenants.</summary>
    public static IReadOnlyList<TrustedIssuer> Read(IConfigurationSection section)
    {
        var presets = ProviderSectionReader.Create(section);
        IReadOnlyList<TrustedIssuer> issuers = presets is [] ? [new TrustedIssuer()] : presets;
        foreach (var issuer in issuers)
        {
            issuer.ConfigurationPath = section.Path;
            IssuerListReader.Read(issuer, section, isPreset: presets is not []);
            SectionBinder.Bind(
                issuer,
                section,
                Options,
                ProviderSectionReader.IsProvider,
                ProviderSectionReader.Names,
                key => OptionNames.ElsewhereFromIssuer(section, key));
            if (section["JwksUri"] is not null && section["MetadataAddress"] is null)
            {
                // The address of the keys replaces the metadata address of a preset.
                issuer.MetadataAddress = null;
            }
        }

        return issuers;
    }

    private static void ReadKeys(TrustedIssuer issuer, IConfigurationSection section)
    {
        foreach (var (key, path) in KeyListReader.Read(section, KeyPurpose.Verify))
        {
            issuer.SigningKeys.Add(key);
            issuer.KeyPaths.Add(key, path);
        }
    }

    /// <summary>The lists have been read before the other options.</summary>
    private static void ReadBefore(TrustedIssuer issuer, IConfigurationSection section)
    {
    }
}
