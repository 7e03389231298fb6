using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Configuration;

/// <summary>Reads values from configuration. A value of the wrong form stops the start with its path.</summary>
internal static class ConfigurationReader
{
    /// <summary>The entries below a section. A value in place of entries would be ignored silently, so it is an error.</summary>
    public static IEnumerable<IConfigurationSection> Entries(IConfiguration section) =>
        section is IConfigurationSection { Value.Length: > 0 } single
            ? throw Wrong(single, "its entries below it; it has no value of its own")
            : section.GetChildren();

    /// <summary>The strings of a list, or a single string.</summary>
    public static IEnumerable<string> Strings(IConfigurationSection section) =>
        section.Value is { Length: > 0 } single
            ? [single]
            : section.GetChildren().Select(child => child.Value ?? throw Wrong(child, "a string"));

    public static int Int32(IConfigurationSection section) =>
        int.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a whole number");

    public static long Int64(IConfigurationSection section) =>
        long.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a whole number");

    /// <summary>A lone number would mean days, which hardly anybody intends.</summary>
    public static TimeSpan Duration(IConfigurationSection section) =>
        section.Value?.Contains(':', StringComparison.Ordinal) == true && TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a duration such as 00:00:30");

    public static bool Boolean(IConfigurationSection section) =>
        bool.TryParse(section.Value, out var value) ? value : throw Wrong(section, "true or false");

    /// <summary>The algorithms of a list. A number is not a name: "1" is not the second algorithm.</summary>
    public static IEnumerable<JwsAlgorithm> Algorithms(IConfigurationSection section) =>
        Named(section, Enum.GetValues<JwsAlgorithm>(), algorithm => algorithm.ToString());

    /// <summary>The values that the entries of a list name. Names are compared exactly.</summary>
    public static IEnumerable<T> Named<T>(IConfigurationSection section, IReadOnlyCollection<T> known, Func<T, string> nameOf) =>
        from name in Strings(section)
        let found = known.Where(candidate => nameOf(candidate) == name).ToArray()
        select found is [var value] ? value : throw Wrong(section, string.Join(", ", known.Select(nameOf)));

    /// <summary>The one value that the section names.</summary>
    public static T NamedValue<T>(IConfigurationSection section, IReadOnlyCollection<T> known, Func<T, string> nameOf) =>
        Named(section, known, nameOf).ToArray() is [var value] ? value : throw Wrong(section, string.Join(", ", known.Select(nameOf)));

    /// <summary>Adds the path to the exception of code that rejects an argument from configuration.</summary>
    public static T Guard<T>(IConfigurationSection section, string expected, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (ArgumentException)
        {
            throw Wrong(section, expected);
        }
    }

    public static OptionsValidationException Wrong(IConfigurationSection section, string expected) =>
        Failure($"{section.Path} does not have the right form. Write {expected}.");

    public static OptionsValidationException Unknown(IConfigurationSection section, string known) =>
        Failure($"{section.Path} is not an option. Write {known}, or remove it.");

    /// <summary>Adds the path to the message of a factory that rejects its arguments.</summary>
    public static OptionsValidationException Rejected(IConfigurationSection section, ArgumentException problem) =>
        Failure($"{section.Path} cannot be used. {problem.Message}");

    private static OptionsValidationException Failure(string message) =>
        new(Options.DefaultName, typeof(HipaaJwtOptions), [message]);
}
