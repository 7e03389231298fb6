using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Reads values of configuration, and says where one is wrong. Reading by name needs no reflection.</summary>
internal static class SectionReader
{
    /// <summary>What is below a section. A value where entries belong would be passed over in silence, so it is refused.</summary>
    public static IEnumerable<IConfigurationSection> Entries(IConfiguration section) =>
        section is IConfigurationSection { Value.Length: > 0 } single
            ? throw Wrong(single, "its entries below it; it has no value of its own")
            : section.GetChildren();

    public static IEnumerable<string> Strings(IConfigurationSection section) =>
        section.Value is { Length: > 0 } single
            ? [single]
            : section.GetChildren().Select(child => child.Value ?? throw Wrong(child, "a text"));

    public static int Int32(IConfigurationSection section) =>
        int.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a whole number");

    public static long Int64(IConfigurationSection section) =>
        long.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a whole number");

    /// <summary>A lone number would be days, which hardly anybody means.</summary>
    public static TimeSpan Duration(IConfigurationSection section) =>
        section.Value?.Contains(':', StringComparison.Ordinal) == true && TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(section, "a duration such as 00:00:30");

    public static bool Boolean(IConfigurationSection section) =>
        bool.TryParse(section.Value, out var value) ? value : throw Wrong(section, "true or false");

    /// <summary>A number is no name, so it is not taken for one: "1" is not the second algorithm.</summary>
    public static JwsAlgorithm Algorithm(string name, IConfigurationSection section) =>
        Enum.TryParse<JwsAlgorithm>(name, out var value) && value.ToString() == name
            ? value
            : throw Wrong(section, string.Join(", ", Enum.GetNames<JwsAlgorithm>()));

    /// <summary>A value by the name that standards give it, to the letter.</summary>
    public static T Named<T>(string name, IConfigurationSection section, IEnumerable<T> known, Func<T, string> nameOf)
        where T : class =>
        known.FirstOrDefault(candidate => nameOf(candidate) == name) ?? throw Wrong(section, string.Join(", ", known.Select(nameOf)));

    /// <summary>Says where in the configuration an argument comes from that somebody else refuses.</summary>
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

    /// <summary>What a factory says of its arguments, where these come from configuration.</summary>
    public static OptionsValidationException Refused(IConfigurationSection section, ArgumentException problem) =>
        Failure($"{section.Path} cannot be used. {problem.Message}");

    private static OptionsValidationException Failure(string message) =>
        new(Options.DefaultName, typeof(HipaaJwtOptions), [message]);
}
