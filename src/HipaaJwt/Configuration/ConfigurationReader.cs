using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Configuration;

/// <summary>Reads values from configuration. A malformed value stops the host at start, with its path.</summary>
internal static class ConfigurationReader
{
    /// <summary>Gets the entries below a section. A section with a value is an error, because the value would be ignored.</summary>
    public static IEnumerable<IConfigurationSection> Entries(IConfiguration section) =>
        section is IConfigurationSection { Value.Length: > 0 } single
            ? throw Malformed(single, "entries below it instead of a value")
            : section.GetChildren();

    /// <summary>Gets the objects of a list. An entry without members is an error, because it would be ignored.</summary>
    public static IEnumerable<IConfigurationSection> Objects(IConfigurationSection section) => Entries(section)
        .Select(child => child.GetChildren().Any() ? child : throw Malformed(child, "the members of the entry, or remove it"));

    /// <summary>Gets the named entries of a section that must have some.</summary>
    public static IReadOnlyList<IConfigurationSection> NamedEntries(IConfigurationSection section) =>
        Entries(section).ToArray() is { Length: > 0 } entries ? entries : throw Malformed(section, "at least one entry, or remove it");

    /// <summary>
    /// Reads the strings of a list, or a single string. An empty list or entry is an error: it would make a rule smaller, and null, an
    /// empty array and an empty string cannot be distinguished.
    /// </summary>
    public static IReadOnlyList<string> Strings(IConfigurationSection section)
    {
        var children = section.GetChildren().ToArray();
        if (section.Value is { Length: > 0 })
        {
            return children.Length == 0
                ? [Text(section)]
                : throw Malformed(section, "either a single string or a list. Several sources of configuration set both");
        }

        return children.Length > 0 ? [.. children.Select(Text)] : throw Malformed(section, "at least one entry, or remove it");
    }

    public static int Int32(IConfigurationSection section) =>
        int.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(section, "a whole number");

    public static long Int64(IConfigurationSection section) =>
        long.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(section, "a whole number");

    /// <summary>Reads a duration. A plain number is an error: it would mean days, and is usually meant as seconds.</summary>
    public static TimeSpan Duration(IConfigurationSection section) =>
        section.Value?.Contains(':', StringComparison.Ordinal) == true
            && TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(section, "a duration such as 00:00:30");

    public static bool Boolean(IConfigurationSection section) =>
        bool.TryParse(section.Value, out var value) ? value : throw Malformed(section, "true or false");

    /// <summary>Reads a list of algorithms by name. Numbers are errors.</summary>
    public static IEnumerable<JwsAlgorithm> Algorithms(IConfigurationSection section) =>
        NamedValues(section, Enum.GetValues<JwsAlgorithm>(), algorithm => algorithm.ToString());

    /// <summary>Reads a list of values by their exact names.</summary>
    public static IEnumerable<T> NamedValues<T>(IConfigurationSection section, IReadOnlyCollection<T> known, Func<T, string> nameOf) =>
        from name in Strings(section)
        let found = known.Where(candidate => nameOf(candidate) == name).ToArray()
        select found is [var value] ? value : throw Malformed(section, string.Join(", ", known.Select(nameOf)));

    /// <summary>Reads a single value by its exact name.</summary>
    public static T NamedValue<T>(IConfigurationSection section, IReadOnlyCollection<T> known, Func<T, string> nameOf) =>
        NamedValues(section, known, nameOf).ToArray() is [var value]
            ? value
            : throw Malformed(section, string.Join(", ", known.Select(nameOf)));

    /// <summary>Calls code with values of a section. Replaces its argument exceptions by an exception with the path.</summary>
    public static T Guard<T>(IConfigurationSection section, string expected, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (ArgumentException)
        {
            throw Malformed(section, expected);
        }
    }

    public static OptionsValidationException Malformed(IConfigurationSection section, string expected) =>
        Failure($"{section.Path} does not have the right form. Write {expected}.");

    public static OptionsValidationException UnknownOption(IConfigurationSection section, string known) =>
        Failure($"{section.Path} is not an option. Write {known}, or remove it.");

    /// <summary>Adds the path to the exception of a provider preset that rejects its arguments.</summary>
    public static OptionsValidationException InvalidPreset(IConfigurationSection section, ArgumentException exception) =>
        Failure($"{section.Path} cannot be used. {exception.Message}");

    private static string Text(IConfigurationSection entry)
    {
        if (!string.IsNullOrWhiteSpace(entry.Value))
        {
            return entry.Value;
        }

        throw Malformed(entry, entry.GetChildren().Any() ? "a string" : "a string that is not empty, or remove it");
    }

    private static OptionsValidationException Failure(string message) =>
        new(Options.DefaultName, typeof(HipaaJwtOptions), [message]);
}
