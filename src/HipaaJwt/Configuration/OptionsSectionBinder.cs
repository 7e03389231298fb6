using HipaaJwt.Encryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using static HipaaJwt.Configuration.SectionBinder;

namespace HipaaJwt.Configuration;

/// <summary>Binds the options of one trust from a configuration section.</summary>
internal sealed class OptionsSectionBinder : IConfigureNamedOptions<HipaaJwtOptions>
{
    public const string PermissionsKey = "Permissions";

    /// <summary>The sections of authentication schemes. They contain the options of the scheme in addition to these options.</summary>
    private const string SchemesSection = "Authentication:Schemes:";

    private static readonly string[] SchemeOptions =
    [
        "Trust",
        "Realm",
        "IncludeErrorDetails",
        "AllowPlainHttpOutsideLoopback",
        "OfferDPoP",
        "ForwardDefault",
        "ForwardAuthenticate",
        "ForwardChallenge",
        "ForwardForbid",
    ];

    private static readonly Dictionary<string, Action<TokenCacheOptions, IConfigurationSection>> CacheOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Capacity"] = (options, section) => options.Capacity = ConfigurationReader.Int32(section),
        ["MaxBytes"] = (options, section) => options.MaxBytes = ConfigurationReader.Int64(section),
        ["MaxEntryLifetime"] = (options, section) => options.MaxEntryLifetime = ConfigurationReader.Duration(section),
    };

    private static readonly Dictionary<string, Action<AuditOptions, IConfigurationSection>> AuditOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["WriteTimeout"] = (options, section) => options.WriteTimeout = ConfigurationReader.Duration(section),
        ["QueueCapacity"] = (options, section) => options.QueueCapacity = ConfigurationReader.Int32(section),
        ["DrainTimeout"] = (options, section) => options.DrainTimeout = ConfigurationReader.Duration(section),
        ["IncludePatientData"] = (options, section) => options.IncludePatientData = ConfigurationReader.Boolean(section),
        ["RecordCompletedRequests"] = (options, section) =>
            options.RecordCompletedRequests = ConfigurationReader.Boolean(section),
    };

    private static readonly Dictionary<string, Action<DPoPOptions, IConfigurationSection>> DPoPOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Algorithms"] = (options, section) => Replace(options.Algorithms, ConfigurationReader.Algorithms(section)),
        ["MaxAge"] = (options, section) => options.MaxAge = ConfigurationReader.Duration(section),
        ["RequireNonce"] = (options, section) => options.RequireNonce = ConfigurationReader.Boolean(section),
        ["NonceLifetime"] = (options, section) => options.NonceLifetime = ConfigurationReader.Duration(section),
        ["NonceKey"] = (options, section) => options.NonceKey = section.Value,
    };

    private static readonly Dictionary<string, Action<ReplayOptions, IConfigurationSection>> ReplayOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Capacity"] = (options, section) => options.Capacity = ConfigurationReader.Int32(section),
        ["MaxPerSender"] = (options, section) => options.MaxPerSender = ConfigurationReader.Int32(section),
        ["Timeout"] = (options, section) => options.Timeout = ConfigurationReader.Duration(section),
    };

    private static readonly Dictionary<string, Action<RevocationOptions, IConfigurationSection>> RevocationOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["MaxStaleness"] = (options, section) => options.MaxStaleness = ConfigurationReader.Duration(section),
        ["PullInterval"] = (options, section) => options.PullInterval = ConfigurationReader.Duration(section),
        ["Timeout"] = (options, section) => options.Timeout = ConfigurationReader.Duration(section),
        ["AppendTimeout"] = (options, section) => options.AppendTimeout = ConfigurationReader.Duration(section),
        ["Retention"] = (options, section) => options.Retention = ConfigurationReader.Duration(section),
        ["Capacity"] = (options, section) => options.Capacity = ConfigurationReader.Int32(section),
        ["AcceptTokensOlderThanStore"] = (options, section) =>
            options.AcceptTokensOlderThanStore = ConfigurationReader.Boolean(section),
    };

    private static readonly Dictionary<string, Action<DecryptionOptions, IConfigurationSection>> DecryptionOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Keys"] = BindDecryptionKeys,
        ["KeyManagementAlgorithms"] = (options, section) => Add(
            options.KeyManagementAlgorithms,
            ConfigurationReader.NamedValues(section, JweAlgorithms.All, row => row.Name).Select(row => row.Id)),
        ["ContentEncryptionAlgorithms"] = (options, section) => Add(
            options.ContentEncryptionAlgorithms,
            ConfigurationReader.NamedValues(section, JweEncryptions.All, row => row.Name).Select(row => row.Id)),
    };

    private static readonly Dictionary<string, Action<PhiClaimOptions, IConfigurationSection>> PhiClaimOptions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["Action"] = (options, section) => options.Action =
            ConfigurationReader.NamedValue(section, Enum.GetValues<PhiClaimAction>(), action => action.ToString()),
        ["Names"] = (options, section) => Replace(options.Names, ConfigurationReader.Strings(section)),
        ["ValuePatterns"] = (options, section) => Replace(options.ValuePatterns, ConfigurationReader.Strings(section)),
    };

    private static readonly Dictionary<string, Action<HipaaJwtOptions, IConfigurationSection>> Options = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["ClockSkew"] = (options, section) => options.ClockSkew = ConfigurationReader.Duration(section),
        ["MaxTokenLifetime"] = (options, section) => options.MaxTokenLifetime = ConfigurationReader.Duration(section),
        ["MaxTokenBytes"] = (options, section) => options.MaxTokenBytes = ConfigurationReader.Int32(section),
        ["LogIssuerAndAudienceOfRejectedTokensInDevelopment"] = (options, section) =>
            options.LogIssuerAndAudienceOfRejectedTokensInDevelopment = ConfigurationReader.Boolean(section),
        ["TokenUseCheckTimeout"] = (options, section) => options.TokenUseCheckTimeout = ConfigurationReader.Duration(section),
        ["TokenCache"] = (options, section) => Bind(options.TokenCache, section, CacheOptions),
        ["Audit"] = (options, section) => Bind(options.Audit, section, AuditOptions),
        ["DPoP"] = (options, section) => Bind(options.DPoP, section, DPoPOptions),
        ["Replay"] = (options, section) => Bind(options.Replay, section, ReplayOptions),
        ["Revocation"] = (options, section) => Bind(options.Revocation, section, RevocationOptions),
        ["Decryption"] = (options, section) => Bind(options.Decryption, section, DecryptionOptions),
        ["PhiClaims"] = (options, section) => Bind(options.PhiClaims, section, PhiClaimOptions),
        ["Issuers"] = (options, section) => Add(options.Issuers, IssuerSectionReader.ReadList(section)),
        [PermissionsKey] = (_, _) => { },
    };

    private readonly string _trust;
    private readonly IConfiguration _section;

    public OptionsSectionBinder(string trust, IConfiguration section)
    {
        _trust = trust;
        _section = section;
    }

    /// <summary>Whether the name is an option of all issuers.</summary>
    public static bool IsOption(string key) => Options.ContainsKey(key);

    /// <summary>Whether this instance binds the same section to the same trust, so a further registration is not needed.</summary>
    public bool IsFor(string trust, IConfiguration section) =>
        trust == _trust && (ReferenceEquals(section, _section) || (PathOf(section) is { } path && path == PathOf(_section)));

    public void Configure(HipaaJwtOptions options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    public void Configure(string? name, HipaaJwtOptions options)
    {
        if (name == _trust)
        {
            options.Sections.Add(_section);
            Bind(
                options,
                _section,
                Options,
                IsSchemeOption,
                elsewhere: key => OptionNames.ElsewhereFromRoot(PathOf(_section) ?? string.Empty, key));
        }
    }

    private static string? PathOf(IConfiguration section) => (section as IConfigurationSection)?.Path;

    private bool IsSchemeOption(string key) =>
        PathOf(_section) is { } path
        && path.StartsWith(SchemesSection, StringComparison.OrdinalIgnoreCase)
        && SchemeOptions.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static void BindDecryptionKeys(DecryptionOptions options, IConfigurationSection section)
    {
        foreach (var (key, path) in KeyListReader.Read(section, KeyPurpose.Decrypt))
        {
            options.Keys.Add(key);
            options.ConfigurationPaths.Add(key, path);
        }
    }
}
