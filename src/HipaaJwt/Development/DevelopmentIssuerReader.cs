using HipaaJwt.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Development;

/// <summary>Reads the issuers of development tokens from the configuration that the tools write.</summary>
internal static class DevelopmentIssuerReader
{
    /// <summary>The issuer of <c>hipaa-jwt dev token</c>.</summary>
    private const string HipaaJwtDev = "hipaa-jwt-dev";

    private const string Schemes = "Authentication:Schemes:";
    private const string ToolSection = "HipaaJwtDevelopment";

    /// <summary>The longest lifetime that <c>dotnet user-jwts</c> documents is a year; its default is three months.</summary>
    private static readonly TimeSpan UserJwtsLifetime = TimeSpan.FromDays(366);

    private static readonly TimeSpan ToolLifetime = TimeSpan.FromHours(24);

    public static IReadOnlyList<TrustedIssuer> Read(IConfiguration configuration, string scheme) =>
        [.. ReadUserJwts(configuration.GetSection(Schemes + scheme)), .. ReadTool(configuration.GetSection(ToolSection))];

    /// <summary>Reads the keys as JwtBearer reads them: a key belongs to the issuer that its entry names.</summary>
    private static IEnumerable<TrustedIssuer> ReadUserJwts(IConfigurationSection section)
    {
        string[] named = [.. StringsOf(section, "ValidIssuer"), .. StringsOf(section, "ValidIssuers")];
        var keys = ConfigurationReader.Entries(section.GetSection("SigningKeys"))
            .Where(key => key["Issuer"] is { Length: > 0 } issuer && (named.Length == 0 || named.Contains(issuer, StringComparer.Ordinal)))
            .ToLookup(key => key["Issuer"]!, StringComparer.Ordinal);
        foreach (var issuer in keys)
        {
            string[] audiences = [.. StringsOf(section, "ValidAudience"), .. StringsOf(section, "ValidAudiences")];
            if (audiences.Length == 0)
            {
                throw ConfigurationReader.Malformed(
                    section.GetSection("ValidAudiences"), "the audiences of the tokens: run \"dotnet user-jwts create\" again");
            }

            yield return Create(
                issuer.Key, section, audiences, JwsAlgorithm.HS256, UserJwtsLifetime, issuer.Select(ReadSecret)).ReplaceTokenTypes("JWT");
        }
    }

    private static IEnumerable<TrustedIssuer> ReadTool(IConfigurationSection section)
    {
        var keys = ConfigurationReader.Objects(section.GetSection("SigningKeys")).Select(JsonWebKeySectionReader.Read).ToArray();
        if (keys.Length > 0)
        {
            var audiences = ConfigurationReader.Strings(section.GetSection("Audiences"));
            yield return Create(HipaaJwtDev, section, audiences, JwsAlgorithm.ES256, ToolLifetime, keys);
        }
    }

    private static TrustedIssuer Create(
        string name,
        IConfigurationSection section,
        IEnumerable<string> audiences,
        JwsAlgorithm algorithm,
        TimeSpan maxLifetime,
        IEnumerable<SecurityKey> keys)
    {
        var issuer = new TrustedIssuer
        {
            Issuer = name,
            Algorithms = { algorithm },
            MaxTokenLifetime = maxLifetime,
            ConfigurationPath = section.Path,
            IsDevelopment = true,
        };
        SectionBinder.AddMissing(issuer.Audiences, audiences);
        SectionBinder.Add(issuer.SigningKeys, keys);
        return issuer;
    }

    private static SymmetricSecurityKey ReadSecret(IConfigurationSection key)
    {
        var bytes = new byte[key["Value"]?.Length ?? 0];
        return Convert.TryFromBase64String(key["Value"] ?? string.Empty, bytes, out var length) && length > 0
            ? new SymmetricSecurityKey(bytes[..length])
            : throw ConfigurationReader.Malformed(
                key.GetSection("Value"), "a key in base64: run \"dotnet user-jwts key --reset\" and create the tokens again");
    }

    private static IReadOnlyList<string> StringsOf(IConfigurationSection section, string name) =>
        section.GetSection(name) is { } list && list.Exists() ? ConfigurationReader.Strings(list) : [];
}
