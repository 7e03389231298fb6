using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Configuration;

/// <summary>Reads a JSON Web Key (RFC 7517) from configuration, member by member.</summary>
internal static class JsonWebKeySectionReader
{
    public static SecurityKey Read(IConfigurationSection section)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var member in ConfigurationReader.Entries(section))
            {
                WriteMember(writer, member);
            }

            writer.WriteEndObject();
        }

        return ConfigurationReader.Guard(
            section,
            "a JSON Web Key, whose members are strings except for the lists key_ops and x5c",
            () => new JsonWebKey(Encoding.UTF8.GetString(json.ToArray())));
    }

    private static void WriteMember(Utf8JsonWriter writer, IConfigurationSection member)
    {
        if (member.Value is { } text)
        {
            writer.WriteString(member.Key, text);
            return;
        }

        writer.WriteStartArray(member.Key);
        foreach (var element in ConfigurationReader.Strings(member))
        {
            writer.WriteStringValue(element);
        }

        writer.WriteEndArray();
    }
}
