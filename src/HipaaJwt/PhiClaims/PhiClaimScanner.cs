using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>A policy made ready: it finds its entries in one pass over the claims. It does not change.</summary>
internal sealed class PhiClaimMatcher
{
    private readonly Utf8Table<string> _names;
    private readonly ImmutableArray<(WildcardPattern Pattern, string Entry)> _namePatterns;
    private readonly ImmutableArray<(WildcardPattern Pattern, string Entry)> _valuePatterns;

    public PhiClaimMatcher(IEnumerable<string> names, IEnumerable<string> valuePatterns)
    {
        var all = names.Distinct(StringComparer.Ordinal).Select(entry => (Folded: PhiClaimName.Fold(entry), Entry: entry)).ToArray();
        _names = new Utf8Table<string>(all
            .Where(one => !one.Entry.Contains('*', StringComparison.Ordinal))
            .DistinctBy(one => Encoding.UTF8.GetString(one.Folded))
            .Select(one => KeyValuePair.Create(Encoding.UTF8.GetString(one.Folded), one.Entry)));
        _namePatterns = [.. all.Where(one => one.Entry.Contains('*', StringComparison.Ordinal)).Select(one => (new WildcardPattern(one.Folded), one.Entry))];
        _valuePatterns = [.. valuePatterns.Distinct(StringComparer.Ordinal).Select(entry => (new WildcardPattern(Encoding.UTF8.GetBytes(entry)), entry))];
    }

    /// <summary>The entries that claims carry, separated by blanks, or null.</summary>
    public string? Find(ReadOnlySpan<byte> json)
    {
        var entries = FindAll(json);
        return entries.Count == 0 ? null : string.Join(' ', entries);
    }

    /// <summary>A warning of what claims carry, or null.</summary>
    public PhiWarning? Warn(ReadOnlySpan<byte> json) => Find(json) is { } entries ? new PhiWarning(entries) : null;

    public IReadOnlyList<string> FindAll(ReadOnlySpan<byte> json)
    {
        List<string>? found = null;
        using var scratch = PooledBuffer.Rent(json.Length);
        var strings = new JsonStrings(json);
        while (strings.MoveNext())
        {
            var text = JsonText.Unescaped(json, strings.Current, scratch.Span);
            var entry = !strings.IsName ? EntryOfValue(text) : strings.IsNameOfNull ? null : EntryOfName(text);
            if (entry is not null && found?.Contains(entry) != true)
            {
                (found ??= []).Add(entry);
            }
        }

        return found ?? [];
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

    private string? EntryOfValue(ReadOnlySpan<byte> value) => EntryOf(_valuePatterns, value);

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
}
