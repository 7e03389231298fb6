using System.Text.Json;
using HipaaJwt.Encryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.DependencyInjection;

/// <summary>Fills the options from configuration, name by name.</summary>
internal sealed class ConfigureFromSection : IConfigureOptions<HipaaJwtOptions>
{
    public const string PermissionsKey = "Permissions";

    private static readonly Dictionary<string, Action<TokenCacheOptions, IConfigurationSection>> CacheOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Capacity"] = (options, section) => options.Capacity = SectionReader.Int32(section),
        ["MaxBytes"] = (options, section) => options.MaxBytes = SectionReader.Int64(section),
        ["MaxEntryLifetime"] = (options, section) => options.MaxEntryLifetime = SectionReader.Duration(section),
    };

    private static readonly Dictionary<string, Action<AuditOptions, IConfigurationSection>> AuditOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WriteTimeout"] = (options, section) => options.WriteTimeout = SectionReader.Duration(section),
        ["QueueCapacity"] = (options, section) => options.QueueCapacity = SectionReader.Int32(section),
        ["DrainTimeout"] = (options, section) => options.DrainTimeout = SectionReader.Duration(section),
    };

    private static readonly Dictionary<string, Action<DPoPOptions, IConfigurationSection>> DPoPOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Algorithms"] = (options, section) => Replace(options.Algorithms, SectionReader.Strings(section).Select(name => SectionReader.Algorithm(name, section))),
        ["MaxAge"] = (options, section) => options.MaxAge = SectionReader.Duration(section),
        ["RequireNonce"] = (options, section) => options.RequireNonce = SectionReader.Boolean(section),
        ["NonceLifetime"] = (options, section) => options.NonceLifetime = SectionReader.Duration(section),
        ["NonceKey"] = (options, section) => options.NonceKey = section.Value,
    };

    private static readonly Dictionary<string, Action<ReplayOptions, IConfigurationSection>> ReplayOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Capacity"] = (options, section) => options.Capacity = SectionReader.Int32(section),
        ["MaxPerSender"] = (options, section) => options.MaxPerSender = SectionReader.Int32(section),
        ["Timeout"] = (options, section) => options.Timeout = SectionReader.Duration(section),
    };

    private static readonly Dictionary<string, Action<DecryptionOptions, IConfigurationSection>> DecryptionOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Keys"] = ReadDecryptionKeys,
        ["KeyManagementAlgorithms"] = (options, section) => Add(options.KeyManagementAlgorithms, SectionReader.Strings(section).Select(name => SectionReader.Named(name, section, JweAlgorithms.All, row => row.Name).Id)),
        ["ContentEncryptionAlgorithms"] = (options, section) => Add(options.ContentEncryptionAlgorithms, SectionReader.Strings(section).Select(name => SectionReader.Named(name, section, JweEncryptions.All, row => row.Name).Id)),
    };

    private static readonly Dictionary<string, Action<PhiClaimPolicy, IConfigurationSection>> PhiClaimOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Action"] = (policy, section) => policy.Action = Enum.Parse<PhiClaimAction>(SectionReader.Named(section.Value ?? string.Empty, section, Enum.GetNames<PhiClaimAction>(), name => name)),
        ["Names"] = (policy, section) => Replace(policy.Names, SectionReader.Strings(section)),
        ["ValuePatterns"] = (policy, section) => Replace(policy.ValuePatterns, SectionReader.Strings(section)),
    };

    private static readonly Dictionary<string, Action<TrustedIssuer, IConfigurationSection>> IssuerOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Issuer"] = (issuer, section) => issuer.Issuer = section.Value ?? string.Empty,
        ["Audiences"] = (issuer, section) => Replace(issuer.Audiences, SectionReader.Strings(section)),
        ["Algorithms"] = (issuer, section) => Replace(issuer.Algorithms, SectionReader.Strings(section).Select(name => SectionReader.Algorithm(name, section))),
        ["TokenTypes"] = (issuer, section) => Replace(issuer.TokenTypes, SectionReader.Strings(section)),
        ["AllowMissingTokenType"] = (issuer, section) => issuer.AllowMissingTokenType = SectionReader.Boolean(section),
        ["RequiredClaims"] = (issuer, section) => Replace(issuer.RequiredClaims, SectionReader.Strings(section)),
        ["MetadataAddress"] = (issuer, section) => issuer.MetadataAddress = section.Value,
        ["JwksUri"] = (issuer, section) => issuer.JwksUri = section.Value,
        ["KeyRefreshInterval"] = (issuer, section) => issuer.KeyRefreshInterval = SectionReader.Duration(section),
        ["MaxStaleness"] = (issuer, section) => issuer.MaxStaleness = SectionReader.Duration(section),
        ["MaxTokenLifetime"] = (issuer, section) => issuer.MaxTokenLifetime = SectionReader.Duration(section),
        ["AudienceClaim"] = (issuer, section) => issuer.AudienceClaim = section.Value ?? string.Empty,
        ["RequiredClaimValues"] = (issuer, section) => AddValues(issuer.RequiredClaimValues, section),
        ["RequireClientId"] = (issuer, section) => issuer.RequireClientId = SectionReader.Boolean(section),
        ["RequireEncryption"] = (issuer, section) => issuer.RequireEncryption = SectionReader.Boolean(section),
        ["RequireSenderConstraint"] = (issuer, section) => issuer.RequireSenderConstraint = SectionReader.Boolean(section),
        ["SingleUse"] = (issuer, section) => issuer.SingleUse = SectionReader.Boolean(section),
        ["SigningKeys"] = (issuer, section) => Replace(issuer.SigningKeys, SectionReader.Entries(section).Select(ReadKey)),
        ["EntraId"] = ByProvider,
        ["Okta"] = ByProvider,
        ["Auth0"] = ByProvider,
        ["Keycloak"] = ByProvider,
        ["Cognito"] = ByProvider,
    };

    private static readonly Dictionary<string, Action<HipaaJwtOptions, IConfigurationSection>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ClockSkew"] = (options, section) => options.ClockSkew = SectionReader.Duration(section),
        ["MaxTokenLifetime"] = (options, section) => options.MaxTokenLifetime = SectionReader.Duration(section),
        ["MaxTokenBytes"] = (options, section) => options.MaxTokenBytes = SectionReader.Int32(section),
        ["TokenCache"] = (options, section) => Fill(options.TokenCache, section, CacheOptions),
        ["Audit"] = (options, section) => Fill(options.Audit, section, AuditOptions),
        ["DPoP"] = (options, section) => Fill(options.DPoP, section, DPoPOptions),
        ["Replay"] = (options, section) => Fill(options.Replay, section, ReplayOptions),
        ["Decryption"] = (options, section) => Fill(options.Decryption, section, DecryptionOptions),
        ["PhiClaims"] = (options, section) => Fill(options.PhiClaims, section, PhiClaimOptions),
        ["Issuers"] = (options, section) => AddIssuers(options, section),
        [PermissionsKey] = (_, _) => { },
    };

    private readonly IConfiguration _section;

    public ConfigureFromSection(IConfiguration section) => _section = section;

    /// <summary>Whether this is the same section, so that adding it again would add nothing.</summary>
    public bool Reads(IConfiguration section) =>
        ReferenceEquals(section, _section)
        || (section is IConfigurationSection other && _section is IConfigurationSection own && other.Path == own.Path);

    public void Configure(HipaaJwtOptions options) => Fill(options, _section, Options);

    private static void Fill<T>(T target, IConfiguration section, Dictionary<string, Action<T, IConfigurationSection>> known)
    {
        foreach (var child in SectionReader.Entries(section))
        {
            if (!known.TryGetValue(child.Key, out var fill))
            {
                throw SectionReader.Unknown(child, string.Join(", ", known.Keys));
            }

            fill(target, child);
        }
    }

    private static void AddIssuers(HipaaJwtOptions options, IConfigurationSection section)
    {
        foreach (var child in SectionReader.Entries(section))
        {
            var issuer = ProviderSection.Create(child);
            Fill(issuer, child, IssuerOptions);
            options.Issuers.Add(issuer);
        }
    }

    private static void ReadDecryptionKeys(DecryptionOptions options, IConfigurationSection section)
    {
        var before = options.Keys.Count;
        Add(options.Keys, SectionReader.Entries(section).Select(ReadKey));
        options.HasKeysFromConfiguration |= options.Keys.Count > before;
    }

    /// <summary><see cref="ProviderSection"/> has made the issuer of it already.</summary>
    private static void ByProvider(TrustedIssuer issuer, IConfigurationSection section)
    {
    }

    private static void AddValues(IDictionary<string, IReadOnlyList<string>> values, IConfigurationSection section)
    {
        foreach (var child in SectionReader.Entries(section))
        {
            values[child.Key] = [.. SectionReader.Strings(child)];
        }
    }

    /// <summary>What configuration names replaces the default, for configuration has no way to clear a list first.</summary>
    private static void Replace<T>(IList<T> list, IEnumerable<T> entries)
    {
        list.Clear();
        Add(list, entries);
    }

    /// <summary>Where the default is empty, nothing is to be replaced, and what code has added stays.</summary>
    private static void Add<T>(IList<T> list, IEnumerable<T> entries)
    {
        foreach (var entry in entries)
        {
            list.Add(entry);
        }
    }

    /// <summary>A key is a JSON Web Key (RFC 7517), member by member.</summary>
    private static JsonWebKey ReadKey(IConfigurationSection section)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var member in SectionReader.Entries(section))
            {
                WriteMember(writer, member);
            }

            writer.WriteEndObject();
        }

        return SectionReader.Guard(
            section,
            "a JSON Web Key, whose members are texts but for the lists key_ops and x5c",
            () => new JsonWebKey(System.Text.Encoding.UTF8.GetString(json.ToArray())));
    }

    private static void WriteMember(Utf8JsonWriter writer, IConfigurationSection member)
    {
        if (member.Value is { } text)
        {
            writer.WriteString(member.Key, text);
            return;
        }

        writer.WriteStartArray(member.Key);
        foreach (var element in SectionReader.Strings(member))
        {
            writer.WriteStringValue(element);
        }

        writer.WriteEndArray();
    }
}
