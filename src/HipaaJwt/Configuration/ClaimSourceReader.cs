using HipaaJwt.Permissions;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads claims and their forms from configuration: a path, or an entry with <c>Claim</c> and <c>Form</c>.</summary>
internal static class ClaimSourceReader
{
    private static readonly (string Name, ClaimFormat Format)[] Forms =
    [
        (nameof(ClaimSource.BlankSeparated), ClaimFormat.BlankSeparated),
        (nameof(ClaimSource.ObjectKeys), ClaimFormat.ObjectKeys),
    ];

    /// <summary>Reads a list of claims with at least one entry, or a single claim.</summary>
    public static ClaimSource[] List(IConfigurationSection section)
    {
        if (section["Claim"] is not null || section["Form"] is not null)
        {
            return [ReadWithForm(section)];
        }

        var hasForms = section.GetChildren().Any(child => child.GetChildren().Any());
        return hasForms
            ? [.. section.GetChildren().Select(child => ReadEntry(section, child))]
            : [.. ConfigurationReader.Strings(section).Select(path => Parse(section, path, ClaimFormat.Usual))];
    }

    /// <summary>Reads an entry with the members <c>Claim</c> and, if the form is not the usual one, <c>Form</c>.</summary>
    public static ClaimSource Read(IConfigurationSection entry)
    {
        var form = entry.GetSection("Form");
        var format = form.Value is null
            ? ClaimFormat.Usual
            : ConfigurationReader.NamedValue(form, Forms, known => known.Name).Format;
        return Parse(entry, entry["Claim"] ?? string.Empty, format);
    }

    /// <summary>Reads a path. The section is named in the problem.</summary>
    public static ClaimSource Parse(IConfigurationSection section, string path, ClaimFormat format)
    {
        var source = ClaimSource.TryParse(path, format, out var remedy);
        return remedy is null ? source : throw ConfigurationReader.Malformed(section, remedy);
    }

    private static ClaimSource ReadEntry(IConfigurationSection list, IConfigurationSection entry) => entry.GetChildren().Any()
        ? ReadWithForm(entry)
        : Parse(list, entry.Value ?? string.Empty, ClaimFormat.Usual);

    private static ClaimSource ReadWithForm(IConfigurationSection entry)
    {
        foreach (var child in ConfigurationReader.Entries(entry))
        {
            if (child.Key.ToUpperInvariant() is not ("CLAIM" or "FORM"))
            {
                throw ConfigurationReader.UnknownOption(child, ["Claim", "Form"]);
            }
        }

        return Read(entry);
    }
}
