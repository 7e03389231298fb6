using System.Collections.Immutable;
using System.Text;
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

    private readonly Utf8Table<string> _names;
    private readonly ImmutableArray<(WildcardPattern Pattern, string Entry)> _namePatterns;
    private readonly ImmutableArray<(WildcardPattern Pattern, string Entry)> _valuePatterns;

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
        var all = names
            .Distinct(StringComparer.Ordinal)
            .Select(entry => (Normalized: PhiClaimName.Normalize(entry), Entry: entry))
            .ToArray();
        _names = new Utf8Table<string>(all
            .Where(name => !IsPattern(name.Entry))
            .DistinctBy(name => Encoding.UTF8.GetString(name.Normalized))
            .Select(name => KeyValuePair.Create(Encoding.UTF8.GetString(name.Normalized), name.Entry)));
        _namePatterns = [.. all.Where(name => IsPattern(name.Entry)).Select(name => (new WildcardPattern(name.Normalized), name.Entry))];
        _valuePatterns =
        [
            .. valuePatterns
                .Distinct(StringComparer.Ordinal)
                .Select(entry => (new WildcardPattern(Encoding.UTF8.GetBytes(entry)), entry)),
        ];
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
            && entry.Any(character => character is not ('*' or '_' or '-' or '.'));
        return isValid
            ? null
            : $"is empty, matches everything, is longer than {MaxEntryLength} characters, or contains blanks or characters outside ASCII";
    }

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
        var problem = options.Names.Concat(options.ValuePatterns).Select(FindEntryProblem).FirstOrDefault(found => found is not null);
        return problem is null
            ? options
            : throw new ArgumentException($"An entry of Names or ValuePatterns {problem}. Correct or remove it.", nameof(options));
    }

    private static bool IsPattern(string entry) => entry.Contains('*', StringComparison.Ordinal);

    private static string? FindEntry(ImmutableArray<(WildcardPattern Pattern, string Entry)> patterns, ReadOnlySpan<byte> text)
    {
        foreach (var (pattern, entry) in patterns)
        {
            if (pattern.Matches(text))
            {
                return entry;
            }
        }

        return null;
    }

    private List<string> FindAll(ReadOnlySpan<byte> json)
    {
        List<string> found = [];
        using var scratch = PooledBuffer.Rent(json.Length);
        var strings = new JsonStrings(json);
        while (strings.MoveNext())
        {
            var text = JsonText.Unescaped(json, strings.Current, scratch.Span);
            var entry = !strings.IsName ? FindEntry(_valuePatterns, text) : strings.IsNameOfNull ? null : FindEntryByName(text);
            if (entry is not null && !found.Contains(entry))
            {
                found.Add(entry);
            }
        }

        return found;
    }

    private string? FindEntryByName(ReadOnlySpan<byte> name)
    {
        using var buffer = PooledBuffer.Rent(name.Length);
        var normalized = buffer.Span[..PhiClaimName.Normalize(name, buffer.Span)];
        return FindEntryByNormalizedName(normalized) ?? (PhiClaimName.GetLastUriPart(name) is { IsEmpty: false } last
            ? FindEntryByNormalizedName(buffer.Span[..PhiClaimName.Normalize(last, buffer.Span)])
            : null);
    }

    private string? FindEntryByNormalizedName(ReadOnlySpan<byte> name) =>
        _names.TryGetValue(name, out var entry) ? entry : FindEntry(_namePatterns, name);
}
