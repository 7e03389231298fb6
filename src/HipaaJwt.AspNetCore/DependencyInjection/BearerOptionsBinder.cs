using HipaaJwt.Names;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>
/// Binds the options of a scheme from <c>Authentication:Schemes:{scheme}</c>, like the schemes of ASP.NET Core. The section may
/// also contain the options of <c>AddHipaaJwt</c>, which binds them itself.
/// </summary>
internal sealed class BearerOptionsBinder : IConfigureNamedOptions<HipaaJwtBearerOptions>
{
    private static readonly Dictionary<string, Action<HipaaJwtBearerOptions, IConfigurationSection>> SchemeOptions =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Trust"] = (options, section) => options.Trust = section.Value ?? string.Empty,
            ["Realm"] = (options, section) => options.Realm = section.Value,
            ["IncludeErrorDetails"] = (options, section) => options.IncludeErrorDetails = ReadBoolean(section),
            ["AllowPlainHttpOutsideLoopback"] = (options, section) => options.AllowPlainHttpOutsideLoopback = ReadBoolean(section),
            ["OfferDPoP"] = (options, section) => options.OfferDPoP = ReadBoolean(section),
            ["SaveToken"] = (options, section) => options.SaveToken = ReadBoolean(section),
            ["AllowTokenInQueryFor"] = AddQueryPaths,
            ["ForwardDefault"] = (options, section) => options.ForwardDefault = section.Value,
            ["ForwardAuthenticate"] = (options, section) => options.ForwardAuthenticate = section.Value,
            ["ForwardChallenge"] = (options, section) => options.ForwardChallenge = section.Value,
            ["ForwardForbid"] = (options, section) => options.ForwardForbid = section.Value,
        };

    private static readonly string[] TrustOptions =
    [
        nameof(HipaaJwtOptions.Issuers),
        nameof(HipaaJwtOptions.ClockSkew),
        nameof(HipaaJwtOptions.MaxTokenLifetime),
        nameof(HipaaJwtOptions.MaxTokenBytes),
        nameof(HipaaJwtOptions.TokenUseCheckTimeout),
        nameof(HipaaJwtOptions.TokenCache),
        nameof(HipaaJwtOptions.DPoP),
        nameof(HipaaJwtOptions.Replay),
        nameof(HipaaJwtOptions.Decryption),
        nameof(HipaaJwtOptions.PhiClaims),
        nameof(HipaaJwtOptions.Audit),
        "Permissions",
    ];

    /// <summary>
    /// Options of JwtBearer that describe an issuer, and the options of an issuer that replace them. <c>dotnet user-jwts</c> writes some.
    /// </summary>
    private static readonly Dictionary<string, string> JwtBearerOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Authority"] = nameof(TrustedIssuer.Authority),
        ["Audience"] = nameof(TrustedIssuer.Audiences),
        ["MetadataAddress"] = nameof(TrustedIssuer.MetadataAddress),
        ["RequireHttpsMetadata"] = nameof(TrustedIssuer.Authority),
        ["SigningKeys"] = nameof(TrustedIssuer.SigningKeys),
        ["TokenValidationParameters"] = nameof(TrustedIssuer.Audiences),
        ["ValidAudience"] = nameof(TrustedIssuer.Audiences),
        ["ValidAudiences"] = nameof(TrustedIssuer.Audiences),
        ["ValidIssuer"] = nameof(TrustedIssuer.Issuer),
        ["ValidIssuers"] = nameof(TrustedIssuer.Issuer),
    };

    /// <summary>What <c>dotnet user-jwts create</c> writes into the section of a scheme. <c>AddDevelopmentTokens</c> reads it.</summary>
    private static readonly string[] UserJwtsOptions = ["ValidIssuer", "ValidAudiences", "SigningKeys"];

    private readonly IAuthenticationConfigurationProvider _configuration;

    public BearerOptionsBinder(IAuthenticationConfigurationProvider configuration) => _configuration = configuration;

    public void Configure(HipaaJwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, HipaaJwtBearerOptions options)
    {
        if (string.IsNullOrEmpty(name))
        {
            return;
        }

        var section = _configuration.GetSchemeConfiguration(name);
        string[] ignored = section["ValidIssuer"] == "dotnet-user-jwts" ? [.. TrustOptions, .. UserJwtsOptions] : TrustOptions;
        foreach (var child in section.GetChildren())
        {
            if (SchemeOptions.TryGetValue(child.Key, out var bind))
            {
                bind(options, child);
            }
            else if (!ignored.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw Failure(name, $"{child.Path} is not an option of a bearer scheme. {RemedyFor(child.Key)}");
            }
        }
    }

    private static string RemedyFor(string key)
    {
        var names = string.Join(", ", SchemeOptions.Keys);
        if (JwtBearerOptions.TryGetValue(key, out var option))
        {
            return "Issuers, audiences and keys are options of AddHipaaJwt. Write them into Issuers of the section that AddHipaaJwt reads, "
                + $"such as HipaaJwt:Issuers:0:{option}.";
        }

        return NearestName.Find(key, SchemeOptions.Keys) is { } nearest
            ? $"Write {nearest}, or remove the entry. The options here are {names}."
            : $"Write one of {names}, or remove the entry.";
    }

    private static void AddQueryPaths(HipaaJwtBearerOptions options, IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
        {
            throw Failure(section.Key, $"{section.Path} is not a list. Write the paths of hubs, such as [ \"/hubs/charts\" ].");
        }

        foreach (var path in section.GetChildren())
        {
            options.AllowTokenInQueryFor.Add(path.Value
                ?? throw Failure(section.Key, $"{path.Path} is not a path. Write the path of a hub, such as \"/hubs/charts\"."));
        }
    }

    private static bool ReadBoolean(IConfigurationSection section) => bool.TryParse(section.Value, out var value)
        ? value
        : throw Failure(section.Key, $"{section.Path} is not a Boolean value. Write true or false.");

    private static OptionsValidationException Failure(string name, string message) => new(name, typeof(HipaaJwtBearerOptions), [message]);
}
