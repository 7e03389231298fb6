using System.Globalization;

namespace HipaaJwt.Policy;

/// <summary>Collects the problems of options. Each names the path, the value found and the remedy.</summary>
internal sealed class OptionProblems
{
    /// <summary>The greatest length of the key ID of a configured key, in characters.</summary>
    public const int MaxKeyIdLength = 1024;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> All => _problems;

    /// <summary>Adds a problem.</summary>
    /// <param name="path">The path of the option.</param>
    /// <param name="problem">The problem and the remedy. The path is the subject of the first sentence.</param>
    public void Add(OptionPath path, string problem) => _problems.Add($"{path} {problem}");

    /// <summary>Adds a problem if the value is outside its range. Both ends belong to the range.</summary>
    /// <param name="path">The path of the option.</param>
    /// <param name="value">The value of the option.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    public void CheckRange(OptionPath path, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            Add(path, string.Create(CultureInfo.InvariantCulture, $"is {value}. Set it between {least} and {most}."));
        }
    }

    /// <inheritdoc cref="CheckRange(OptionPath, long, long, long)"/>
    /// <param name="path">The path of the option.</param>
    /// <param name="value">The value of the option.</param>
    /// <param name="least">The least value. One tick stands for more than 0.</param>
    /// <param name="most">The greatest value.</param>
    /// <param name="alternative">The end of the remedy if the option is not required.</param>
    public void CheckRange(OptionPath path, TimeSpan value, TimeSpan least, TimeSpan most, string alternative = "")
    {
        if (value < least || value > most)
        {
            var range = least.Ticks == 1
                ? string.Create(CultureInfo.InvariantCulture, $"to more than 0 and at most {most}")
                : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}");
            Add(path, string.Create(CultureInfo.InvariantCulture, $"is {value}. Set it {range}{alternative}."));
        }
    }

    /// <summary>Adds a problem if the list is empty.</summary>
    public void CheckNotEmpty<T>(OptionPath path, ICollection<T> list, string remedy)
    {
        if (list.Count == 0)
        {
            Add(path, $"is empty. {remedy}");
        }
    }

    /// <summary>Adds a problem if an entry is null, empty or blank.</summary>
    public void CheckEntries(OptionPath path, IEnumerable<string?> entries)
    {
        if (entries.Any(string.IsNullOrWhiteSpace))
        {
            Add(path, "has an empty entry. Remove it.");
        }
    }

    /// <summary>Adds a problem for each key ID that several keys share.</summary>
    public void CheckKeyIds(OptionPath path, IEnumerable<string?> keyIds)
    {
        foreach (var shared in keyIds.OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            AddSharedKeyId(path, shared.Key);
        }
    }

    /// <summary>Adds the problem of a key ID that several keys share.</summary>
    public void AddSharedKeyId(OptionPath path, string keyId) =>
        Add(path, $"contains the key ID \"{keyId}\" more than once. Give each key its own ID.");

    /// <summary>Describes the problem of a key ID that is too long; null if there is none.</summary>
    public static string? ProblemWithKeyId(string? keyId) => keyId?.Length > MaxKeyIdLength
        ? $"has a key ID of more than {MaxKeyIdLength} characters. Use a shorter one"
        : null;
}
