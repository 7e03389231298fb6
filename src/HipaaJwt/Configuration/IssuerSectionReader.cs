using Microsoft.Extensions.Configuration;
using static HipaaJwt.Configuration.SectionBinder;

namespace HipaaJwt.Configuration;

/// <summary>Reads one trusted issuer from configuration. Its own options override the preset of its provider.</summary>
internal static class IssuerSectionReader
{
    private static readonly Dictionary<string, Action<TrustedIssuer, IConfigurationSection>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Issuer"] = (issuer, section) => issuer.Issuer = section.Value ?? string.Empty,
        ["Audiences"] = (issuer, section) => Replace(issuer.Audiences, ConfigurationReader.Strings(section)),
        ["Algorithms"] = (issuer, section) => Replace(issuer.Algorithms, ConfigurationReader.Algorithms(section)),
        ["TokenTypes"] = (issuer, section) => Replace(issuer.TokenTypes, ConfigurationReader.Strings(section)),
        ["AllowMissingTokenType"] = (issuer, section) => issuer.AllowMissingTokenType = ConfigurationReader.Boolean(section),
        ["RequiredClaims"] = (issuer, section) => Replace(issuer.RequiredClaims, ConfigurationReader.Strings(section)),
        ["MetadataAddress"] = (issuer, section) => issuer.MetadataAddress = section.Value,
        ["JwksUri"] = (issuer, section) => issuer.JwksUri = section.Value,
        ["KeyRefreshInterval"] = (issuer, section) => issuer.KeyRefreshInterval = ConfigurationReader.Duration(section),
        ["MaxKeyAge"] = (issuer, section) => issuer.MaxKeyAge = ConfigurationReader.Duration(section),
        ["MaxTokenLifetime"] = (issuer, section) => issuer.MaxTokenLifetime = ConfigurationReader.Duration(section),
        ["AudienceClaim"] = (issuer, section) => issuer.AudienceClaim = section.Value ?? string.Empty,
        ["RequiredClaimValues"] = (issuer, section) => AddValues(issuer.RequiredClaimValues, section),
        ["SubjectClaim"] = (issuer, section) => issuer.SubjectClaim = section.Value ?? string.Empty,
        ["ClientIdClaim"] = (issuer, section) => issuer.ClientIdClaim = section.Value ?? string.Empty,
        ["TokenIdClaim"] = (issuer, section) => issuer.TokenIdClaim = section.Value ?? string.Empty,
        ["NameClaim"] = (issuer, section) => issuer.NameClaim = section.Value ?? string.Empty,
        ["AllowClientAsSubject"] = (issuer, section) => issuer.AllowClientAsSubject = ConfigurationReader.Boolean(section),
        ["RequireClientId"] = (issuer, section) => issuer.RequireClientId = ConfigurationReader.Boolean(section),
        ["RequireEncryption"] = (issuer, section) => issuer.RequireEncryption = ConfigurationReader.Boolean(section),
        ["RequireSenderConstraint"] = (issuer, section) => issuer.RequireSenderConstraint = ConfigurationReader.Boolean(section),
        ["RequireSingleUse"] = (issuer, section) => issuer.RequireSingleUse = ConfigurationReader.Boolean(section),
        ["SigningKeys"] = (issuer, section) =>
            Replace(issuer.SigningKeys, ConfigurationReader.Entries(section).Select(JsonWebKeySectionReader.Read)),
    };

    public static TrustedIssuer Read(IConfigurationSection section)
    {
        var issuer = ProviderSectionReader.Create(section);
        issuer.ConfigurationPath = section.Path;
        Bind(issuer, section, Options, ProviderSectionReader.IsProvider);
        return issuer;
    }

    private static void AddValues(IDictionary<string, IReadOnlyList<string>> values, IConfigurationSection section)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            values[child.Key] = [.. ConfigurationReader.Strings(child)];
        }
    }
}
