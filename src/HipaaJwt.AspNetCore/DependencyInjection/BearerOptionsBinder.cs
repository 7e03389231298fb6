using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>
/// Binds the options of a scheme from <c>Authentication:Schemes:{scheme}</c>, as the schemes of ASP.NET Core do. The section may
/// also contain the options of <c>AddHipaaJwt</c>, which are bound there.
/// </summary>
internal sealed class BearerOptionsBinder : IConfigureNamedOptions<HipaaJwtBearerOptions>
{
    private static readonly Dictionary<string, Action<HipaaJwtBearerOptions, IConfigurationSection>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Trust"] = (options, section) => options.Trust = section.Value ?? string.Empty,
        ["Realm"] = (options, section) => options.Realm = section.Value,
        ["IncludeErrorDetails"] = (options, section) => options.IncludeErrorDetails = Boolean(section),
        ["AllowPlainHttpOutsideLoopback"] = (options, section) => options.AllowPlainHttpOutsideLoopback = Boolean(section),
        ["OfferDPoP"] = (options, section) => options.OfferDPoP = Boolean(section),
        ["ForwardDefault"] = (options, section) => options.ForwardDefault = section.Value,
        ["ForwardAuthenticate"] = (options, section) => options.ForwardAuthenticate = section.Value,
        ["ForwardChallenge"] = (options, section) => options.ForwardChallenge = section.Value,
        ["ForwardForbid"] = (options, section) => options.ForwardForbid = section.Value,
    };

    private static readonly string[] OptionsOfTrust =
    [
        nameof(HipaaJwtOptions.Issuers), nameof(HipaaJwtOptions.ClockSkew), nameof(HipaaJwtOptions.MaxTokenLifetime), nameof(HipaaJwtOptions.MaxTokenBytes),
        nameof(HipaaJwtOptions.TokenUseCheckTimeout), nameof(HipaaJwtOptions.TokenCache), nameof(HipaaJwtOptions.DPoP), nameof(HipaaJwtOptions.Replay),
        nameof(HipaaJwtOptions.Decryption), nameof(HipaaJwtOptions.PhiClaims), nameof(HipaaJwtOptions.Audit), "Permissions",
    ];

    private readonly IAuthenticationConfigurationProvider _configuration;

    public BearerOptionsBinder(IAuthenticationConfigurationProvider configuration) => _configuration = configuration;

    public void Configure(HipaaJwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, HipaaJwtBearerOptions options)
    {
        if (string.IsNullOrEmpty(name))
        {
            return;
        }

        foreach (var child in _configuration.GetSchemeConfiguration(name).GetChildren())
        {
            if (Known.TryGetValue(child.Key, out var bind))
            {
                bind(options, child);
            }
            else if (!OptionsOfTrust.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw Failure(name, $"{child.Path} is not an option. Write {string.Join(", ", Known.Keys)}, or remove it.");
            }
        }
    }

    private static bool Boolean(IConfigurationSection section) => bool.TryParse(section.Value, out var value)
        ? value
        : throw Failure(section.Key, $"{section.Path} does not have the right form. Write true or false.");

    private static OptionsValidationException Failure(string name, string message) => new(name, typeof(HipaaJwtBearerOptions), [message]);
}
