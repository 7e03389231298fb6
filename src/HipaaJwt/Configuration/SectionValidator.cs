using HipaaJwt.Names;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Configuration;

/// <summary>Finds sections that do not exist, and settings that no section contains because of their names.</summary>
internal sealed class SectionValidator : IValidateOptions<HipaaJwtOptions>
{
    private readonly IConfiguration? _configuration;

    /// <param name="configuration">The configuration of the host; null if there is none.</param>
    public SectionValidator(IConfiguration? configuration) => _configuration = configuration;

    public ValidateOptionsResult Validate(string? name, HipaaJwtOptions options)
    {
        string[] problems =
        [
            .. options.Sections.OfType<IConfigurationSection>()
                .SelectMany(section => MissingSection(section, options).Concat(UnreadSettings(section))),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>A section may be missing if code adds the issuers.</summary>
    private IEnumerable<string> MissingSection(IConfigurationSection section, HipaaJwtOptions options)
    {
        if (options.Issuers.Count > 0 || section.GetChildren().Any())
        {
            yield break;
        }

        var parent = section.Path.Length > section.Key.Length ? section.Path[..^(section.Key.Length + 1)] : string.Empty;
        IConfigurationSection[] siblings =
        [
            .. ((parent.Length == 0 ? _configuration : _configuration?.GetSection(parent))?.GetChildren() ?? [])
                .Where(sibling => sibling.GetChildren().Any()),
        ];
        var similar = NearestName.Find(section.Key, siblings.Select(sibling => sibling.Key))
            ?? siblings.FirstOrDefault(sibling => sibling.GetSection("Issuers").Exists())?.Key;
        yield return $"The section {section.Path} does not exist or is empty. " + (similar is null && FindAuthority() is { } authority
            ? $"{authority} is an option of JwtBearer. "
                + $"Write it as {section.Path}:Issuers:0:Authority, with Audiences and Algorithms beside it."
            : similar is null
            ? "Add it, for example to appsettings.json. If it is in a file, check that the file is beside the application and is loaded."
            : $"The configuration contains {(parent.Length == 0 ? similar : $"{parent}:{similar}")}. Write the same name in both places.");
    }

    /// <summary>Finds the address of an issuer that was written for JwtBearer; null if there is none.</summary>
    private string? FindAuthority() => _configuration?.GetSection("Authentication:Schemes").GetChildren()
        .Select(scheme => scheme.GetSection("Authority"))
        .FirstOrDefault(authority => authority.Value is { Length: > 0 })?.Path;

    /// <summary>Finds settings in the root of the configuration whose separators are not those of .NET.</summary>
    private IEnumerable<string> UnreadSettings(IConfigurationSection section)
    {
        foreach (var setting in _configuration?.GetChildren() ?? [])
        {
            var levels = EnvironmentNames.LevelsOf(setting.Key);
            var path = string.Join(':', levels);
            if (path.StartsWith(section.Path + ':', StringComparison.OrdinalIgnoreCase)
                && IsOption(levels[section.Path.Split(':').Length..]))
            {
                yield return $"{setting.Key} is not read, because "
                    + (setting.Key.Contains("--", StringComparison.Ordinal)
                        ? "two hyphens separate levels in the names of Azure Key Vault only. "
                        : "a single underscore does not separate levels. ")
                    + $"Write {EnvironmentNames.Of(path)}.";
            }
        }
    }

    /// <summary>Other variables may begin with the name of the section too. They are not settings of it.</summary>
    private static bool IsOption(string[] levels) => levels switch
    {
        ["Issuers" or "ISSUERS" or "issuers", _, var option, ..] => IssuerSectionReader.IsOption(option),
        ["Issuers" or "ISSUERS" or "issuers", ..] => false,
        [var option, ..] => OptionsSectionBinder.IsOption(option),
        _ => false,
    };
}
