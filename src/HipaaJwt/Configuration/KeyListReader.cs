using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Configuration;

/// <summary>
/// Reads a list of keys. An entry is a JSON Web Key, member by member or as one text, or has one of the members <c>pem</c>,
/// <c>x509</c> and <c>jwks</c>.
/// </summary>
internal static class KeyListReader
{
    private static readonly string[] Members = ["pem", "x509", "jwks"];

    /// <summary>Reads the keys, each with the path of the place where it was written.</summary>
    public static IEnumerable<(SecurityKey Key, string Path)> Read(IConfigurationSection list, KeyPurpose purpose)
    {
        if (list.Value is { Length: > 0 } text && !list.GetChildren().Any())
        {
            return KeyTextReader.Read(list.Path, text, purpose);
        }

        foreach (var child in list.GetChildren())
        {
            if (child.Value is not null && (Is(child.Key, "kty") || Members.Any(member => Is(child.Key, member))))
            {
                throw ConfigurationReader.Invalid(
                    list.Path,
                    $"is one key instead of a list. Write [ {{ \"{child.Key}\": … }} ], so that the path is {list.Path}:0:{child.Key}.");
            }
        }

        return ConfigurationReader.ListEntries(list).SelectMany(entry => ReadEntry(entry, purpose));
    }

    private static IEnumerable<(SecurityKey Key, string Path)> ReadEntry(IConfigurationSection entry, KeyPurpose purpose)
    {
        var children = entry.GetChildren().ToArray();
        if (entry.Value is { Length: > 0 } text)
        {
            return children.Length == 0
                ? KeyTextReader.Read(entry.Path, text, purpose)
                : throw ConfigurationReader.Malformed(entry, "either the key as one text, or its members. Several sources set both");
        }

        if (children.Length == 0)
        {
            throw ConfigurationReader.Malformed(entry, "the members of the entry, or remove it");
        }

        return (children.FirstOrDefault(child => Is(child.Key, "keys")), children.FirstOrDefault(IsMaterial)) switch
        {
            ({ } set, _) => throw ConfigurationReader.Invalid(
                set.Path,
                "is a JWK Set where one key belongs. Write each of its keys as an entry of the list, or the text of the set as "
                + $"{entry.Path}:jwks."),
            (_, { } material) => KeyTextReader.Read(material, KeyIdBeside(material, children), purpose),
            _ => [(JsonWebKeySectionReader.Read(entry), entry.Path)],
        };
    }

    private static string? KeyIdBeside(IConfigurationSection material, IConfigurationSection[] entry)
    {
        var other = entry.FirstOrDefault(child => child.Key != material.Key && (Is(material.Key, "jwks") || !Is(child.Key, "kid")));
        return other is null
            ? entry.FirstOrDefault(child => Is(child.Key, "kid"))?.Value
            : throw ConfigurationReader.Invalid(
                other.Path,
                $"cannot be written beside {material.Key}. "
                + (Is(material.Key, "jwks") ? "A JWK Set contains it. Remove it." : "Write kid there, and nothing else."));
    }

    private static bool IsMaterial(IConfigurationSection child) => Members.Any(member => Is(child.Key, member));

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
}
