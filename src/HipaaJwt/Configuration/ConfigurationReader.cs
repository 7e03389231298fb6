using System.Globalization;
using HipaaJwt.Names;
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
    public static IEnumerable<IConfigurationSection> Objects(IConfigurationSection section) => ListEntries(section)
        .Select(child => child.GetChildren().Any() ? child : throw Malformed(child, "the members of the entry, or remove it"));

    /// <summary>
    /// Gets the entries of a list. Entries have names, or numbers from 0 on. A gap shows an entry that was lost, such as an environment
    /// variable with a wrong index.
    /// </summary>
    public static IReadOnlyList<IConfigurationSection> ListEntries(IConfigurationSection section)
    {
        var entries = Entries(section).ToArray();
        var missing = Enumerable.Range(0, entries.Length).Select(index => index.ToString(CultureInfo.InvariantCulture))
            .FirstOrDefault(index => entries.All(entry => entry.Key != index));
        return missing is null || !entries.All(entry => int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? entries
            : throw Failure(
                $"{section.Path}:{entries[^1].Key} is set, but {section.Path}:{missing} is not. "
                + "Number the entries from 0 without gaps, so write "
                + $"{EnvironmentNames.Of(section.Path)}__{missing} in environment variables.");
    }

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

        return children.Length > 0 ? [.. ListEntries(section).Select(Text)] : throw Malformed(section, "at least one entry, or remove it");
    }

    public static int Int32(IConfigurationSection section) =>
        int.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotA(section, "whole number", "digits alone, such as 4096");

    public static long Int64(IConfigurationSection section) =>
        long.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotA(section, "whole number", "digits alone, such as 4096");

    /// <summary>Reads a duration. A plain number is an error: it would mean days, and is usually meant as seconds.</summary>
    public static TimeSpan Duration(IConfigurationSection section) =>
        section.Value?.Contains(':', StringComparison.Ordinal) == true
            && TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotA(section, "duration", DurationRemedy(section.Value));

    public static bool Boolean(IConfigurationSection section) =>
        bool.TryParse(section.Value, out var value)
            ? value
            : throw NotA(section, "Boolean value", "true or false");

    /// <summary>Reads a list of algorithms by name. Numbers are errors.</summary>
    public static IEnumerable<JwsAlgorithm> Algorithms(IConfigurationSection section) =>
        Strings(section).Any(name => string.Equals(name, "none", StringComparison.OrdinalIgnoreCase))
            ? throw Failure(
                $"{section.Path} contains \"none\". Tokens without a signature are never accepted. "
                + "Write the algorithm that the issuer signs with, such as ES256.")
            : NamedValues(section, Enum.GetValues<JwsAlgorithm>(), algorithm => algorithm.ToString());

    /// <summary>Reads a list of values by their exact names.</summary>
    public static IEnumerable<T> NamedValues<T>(IConfigurationSection section, IReadOnlyCollection<T> known, Func<T, string> nameOf) =>
        from name in Strings(section)
        let found = known.Where(candidate => nameOf(candidate) == name).ToArray()
        select found is [var value] ? value : throw UnknownValue(section, name, [.. known.Select(nameOf)]);

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

    /// <summary>Creates the exception for a name that is not an option.</summary>
    /// <param name="section">The entry with the name.</param>
    /// <param name="known">The options here.</param>
    /// <param name="elsewhere">The remedy if the option belongs to another section; otherwise null.</param>
    public static OptionsValidationException UnknownOption(
        IConfigurationSection section, IReadOnlyCollection<string> known, string? elsewhere = null) =>
        Failure($"{section.Path} is not an option{(elsewhere is null ? string.Empty : " here")}. "
            + OptionNames.RemedyFor(section, known, elsewhere));

    /// <summary>Creates the exception for a value that its reader describes.</summary>
    public static OptionsValidationException Invalid(string path, string problem) => Failure($"{path} {problem}");

    /// <summary>Adds the path to the exception of a provider preset that rejects its arguments.</summary>
    public static OptionsValidationException InvalidPreset(IConfigurationSection section, ArgumentException exception) =>
        Failure($"{section.Path} cannot be used. {exception.Message}");

    /// <summary>The value is quoted only if it is short: a long one may be a secret that was written to the wrong place.</summary>
    private static OptionsValidationException NotA(IConfigurationSection section, string kind, string remedy)
    {
        const int MaxQuoted = 24;
        return section.Value is { Length: > 0 and <= MaxQuoted } value
            ? Failure($"{section.Path} is \"{value}\", which is not a {kind}. Write {remedy}.")
            : Failure($"{section.Path} is not a {kind}. Write {remedy}.");
    }

    private static string DurationRemedy(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromSeconds(seconds)} if the number means seconds")
            : "hours, minutes and seconds, such as 00:00:30";

    private static OptionsValidationException UnknownValue(IConfigurationSection section, string value, IReadOnlyCollection<string> known)
    {
        const int MaxQuoted = 80;
        var all = string.Join(", ", known);
        var quoted = value.Length > MaxQuoted ? "a value" : $"\"{value}\"";
        var problem = $"contains {quoted}, which is not one of the known values";
        return Failure(NearestName.Find(value, known) is { } nearest
            ? $"{section.Path} {problem}. Write {nearest}. The known values are {all}."
            : $"{section.Path} {problem}. Write {all}.");
    }

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
