using System.Collections.Immutable;
using HipaaJwt.PhiClaims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Finds claims that identify a patient, by the entries of <see cref="PhiClaimOptions"/>. The validator scans tokens that are not
/// encrypted. A token issuer can scan claims before it signs them. Immutable and thread-safe.
/// </summary>
/// <example>
/// <code>
/// var scanner = new PhiClaimScanner(new PhiClaimOptions());
/// IReadOnlyList&lt;string&gt; found = scanner.Scan("""{ "sub": "u-1", "birthdate": "1970-01-01" }"""u8); // [ "birthdate" ]
/// </code>
/// </example>
public sealed class PhiClaimScanner
{
    private const int MaxEntryLength = 128;

    private readonly PhiNameMatcher _names;
    private readonly ImmutableArray<PhiValuePattern> _valuePatterns;

    /// <summary>Creates a scanner.</summary>
    /// <param name="options">The entries to search for. The scanner ignores <see cref="PhiClaimOptions.Action"/>.</param>
    /// <exception cref="ArgumentException">
    /// An entry is empty, matches everything, is longer than 128 characters, or contains blanks or characters outside ASCII.
    /// </exception>
    /// <exception cref="ArgumentNullException">The options are null.</exception>
    public PhiClaimScanner(PhiClaimOptions options)
        : this(Validate(options).Names, options.ValuePatterns)
    {
    }

    internal PhiClaimScanner(IEnumerable<string> names, IEnumerable<string> valuePatterns)
    {
        _names = new PhiNameMatcher(names);
        _valuePatterns = [.. valuePatterns.Distinct(StringComparer.Ordinal).Select(entry => new PhiValuePattern(entry))];
    }

    /// <summary>Scans claims.</summary>
    /// <param name="claims">One JSON object in UTF-8, without duplicate members.</param>
    /// <returns>The matching entries of the options, never values of the claims. The list is empty if no entry matches.</returns>
    /// <exception cref="ArgumentException">The claims are not one JSON object in UTF-8 without duplicate members.</exception>
    public IReadOnlyList<string> Scan(ReadOnlySpan<byte> claims)
    {
        using var members = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(claims, members, out _) == JsonFault.None
            ? FindAll(claims)
            : throw new ArgumentException("The claims must be one JSON object in UTF-8, without duplicate members.", nameof(claims));
    }

    /// <summary>
    /// Describes the problem of an entry; null if the entry is valid. Blanks are invalid, because errors and audit events separate
    /// entries with blanks.
    /// </summary>
    internal static string? FindEntryProblem(string? entry)
    {
        var isValid = entry?.Length is > 0 and <= MaxEntryLength
            && entry.All(character => character is > ' ' and < '\x7F')
            && HasText(entry);
        return isValid
            ? null
            : $"is empty, matches everything, is longer than {MaxEntryLength} characters, or contains blanks or characters outside ASCII";
    }

    /// <summary>Describes the problem of an entry of names, as <see cref="FindEntryProblem"/> does.</summary>
    internal static string? FindNameProblem(string? entry) =>
        FindEntryProblem(entry) ?? FindEntryProblem(entry!.Split('=')[0]) ?? (entry.EndsWith('=') ? FindEntryProblem(null) : null);

    /// <summary>Finds the entries that match validated JSON.</summary>
    /// <returns>The entries, separated by blanks; null if there are none.</returns>
    internal string? Find(ReadOnlySpan<byte> json)
    {
        var entries = FindAll(json);
        return entries.Count == 0 ? null : string.Join(' ', entries);
    }

    /// <summary>Creates a warning about the matching entries; null if there are none.</summary>
    internal PendingPhiClaimWarning? CreateWarning(ReadOnlySpan<byte> json) =>
        Find(json) is { } entries ? new PendingPhiClaimWarning(entries) : null;

    private static PhiClaimOptions Validate(PhiClaimOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problem = options.Names.Select(FindNameProblem).Concat(options.ValuePatterns.Select(FindEntryProblem))
            .FirstOrDefault(found => found is not null);
        return problem is null
            ? options
            : throw new ArgumentException($"An entry of Names or ValuePatterns {problem}. Correct or remove it.", nameof(options));
    }

    private static bool HasText(string entry) => entry.Any(character => character is not ('*' or '_' or '-' or '.'));

    private IReadOnlyList<string> FindAll(ReadOnlySpan<byte> json)
    {
        var walk = new PhiWalk(_names, _valuePatterns);
        walk.Read(json);
        return walk.Found;
    }
}
