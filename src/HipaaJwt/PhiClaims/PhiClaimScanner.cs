using System.Collections.Immutable;
using System.Text;
using HipaaJwt.PhiClaims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Finds claims that identify a patient, by the entries of <see cref="PhiClaimOptions"/>. The validator uses it for tokens that
/// are not encrypted; an issuer can use it for claims that it is about to sign. Immutable and thread-safe.
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
    /// <param name="options">The entries to look for. <see cref="PhiClaimOptions.Action"/> is not read.</param>
    /// <exception cref="ArgumentException">An entry is empty, matches everything, is longer than 128 characters, or contains blanks or characters outside ASCII.</exception>
    public PhiClaimScanner(PhiClaimOptions options)
        : this(Checked(options).Names, options.ValuePatterns)
    {
    }

    internal PhiClaimScanner(IEnumerable<string> names, IEnumerable<string> valuePatterns)
    {
        var all = names.Distinct(StringComparer.Ordinal).Select(entry => (Folded: PhiClaimName.Fold(entry), Entry: entry)).ToArray();
        _names = new Utf8Table<string>(all
            .Where(one => !IsPattern(one.Entry))
            .DistinctBy(one => Encoding.UTF8.GetString(one.Folded))
            .Select(one => KeyValuePair.Create(Encoding.UTF8.GetString(one.Folded), one.Entry)));
        _namePatterns = [.. all.Where(one => IsPattern(one.Entry)).Select(one => (new WildcardPattern(one.Folded), one.Entry))];
        _valuePatterns = [.. valuePatterns.Distinct(StringComparer.Ordinal).Select(entry => (new WildcardPattern(Encoding.UTF8.GetBytes(entry)), entry))];
    }

    /// <summary>Scans claims.</summary>
    /// <param name="claims">One JSON object in UTF-8, without duplicate members.</param>
    /// <returns>The entries that match, never values; empty if there are none.</returns>
    /// <exception cref="ArgumentException">The claims are not such an object.</exception>
    public IReadOnlyList<string> Scan(ReadOnlySpan<byte> claims)
    {
        using var members = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(claims, members, out _) == JsonFault.None
            ? FindAll(claims)
            : throw new ArgumentException("The claims must be one JSON object in UTF-8, without duplicate members.", nameof(claims));
    }

    /// <summary>Describes what is wrong with an entry; null if nothing is. Errors and audit events name entries, separated by blanks.</summary>
    internal static string? ProblemWithEntry(string? entry)
    {
        var isUsable = entry?.Length is > 0 and <= MaxEntryLength
            && entry.All(character => character is > ' ' and < '\x7F')
            && entry.Any(character => character is not ('*' or '_' or '-' or '.'));
        return isUsable ? null : $"is empty, matches everything, is longer than {MaxEntryLength} characters, or contains blanks or characters outside ASCII";
    }

    /// <summary>The entries that match claims whose JSON is valid, separated by blanks; null if there are none.</summary>
    internal string? Find(ReadOnlySpan<byte> json)
    {
        var entries = FindAll(json);
        return entries.Count == 0 ? null : string.Join(' ', entries);
    }

    /// <summary>A warning of the entries that match; null if there are none.</summary>
    internal PendingPhiClaimWarning? Warn(ReadOnlySpan<byte> json) => Find(json) is { } entries ? new PendingPhiClaimWarning(entries) : null;

    private static PhiClaimOptions Checked(PhiClaimOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problem = options.Names.Concat(options.ValuePatterns).Select(ProblemWithEntry).FirstOrDefault(found => found is not null);
        return problem is null ? options : throw new ArgumentException($"An entry {problem}.", nameof(options));
    }

    private static bool IsPattern(string entry) => entry.Contains('*', StringComparison.Ordinal);

    private static string? EntryOf(ImmutableArray<(WildcardPattern Pattern, string Entry)> patterns, ReadOnlySpan<byte> text)
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
            var entry = !strings.IsName ? EntryOf(_valuePatterns, text) : strings.IsNameOfNull ? null : EntryOfName(text);
            if (entry is not null && !found.Contains(entry))
            {
                found.Add(entry);
            }
        }

        return found;
    }

    private string? EntryOfName(ReadOnlySpan<byte> name)
    {
        using var buffer = PooledBuffer.Rent(name.Length);
        var folded = buffer.Span[..PhiClaimName.Fold(name, buffer.Span)];
        return EntryOfFolded(folded) ?? (PhiClaimName.LastPart(name) is { IsEmpty: false } last
            ? EntryOfFolded(buffer.Span[..PhiClaimName.Fold(last, buffer.Span)])
            : null);
    }

    private string? EntryOfFolded(ReadOnlySpan<byte> folded) =>
        _names.TryGetValue(folded, out var entry) ? entry : EntryOf(_namePatterns, folded);
}
