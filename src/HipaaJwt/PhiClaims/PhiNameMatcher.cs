using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>
/// Finds the entry that matches the name of a claim. Entries of the application are compared literally. For default entries the matcher
/// reads the words of the name, because issuers qualify names, and because applications and organizations have similar ones.
/// </summary>
internal sealed class PhiNameMatcher
{
    private const string PatientEntry = "patient=??????*";

    private readonly EntryTable _own;
    private readonly EntryTable _default;
    private readonly PhiEntry? _patient;
    private readonly PhiEntry? _familyName;

    public PhiNameMatcher(IEnumerable<string> names)
    {
        PhiEntry[] entries = [.. names.Distinct(StringComparer.Ordinal).Select(name => new PhiEntry(name))];
        _own = new EntryTable(entries.Where(entry => !entry.IsDefault));
        _default = new EntryTable(entries.Where(entry => entry.IsDefault));
        _patient = entries.FirstOrDefault(entry => entry.Text == PatientEntry);
        _familyName = entries.FirstOrDefault(entry => entry.Text == "family_name");
    }

    /// <summary>Finds an entry of the application, by the whole name or by the last part of a URI.</summary>
    public PhiEntry? FindOwn(ReadOnlySpan<byte> name, Span<byte> scratch)
    {
        if (_own.IsEmpty)
        {
            return null;
        }

        var found = _own.Find(PhiName.Read(name, scratch).Normalized);
        var last = PhiClaimName.GetLastUriPart(name);
        return found ?? (last.IsEmpty ? null : _own.Find(PhiName.Read(last, scratch).Normalized));
    }

    /// <summary>Finds a default entry.</summary>
    /// <param name="name">The name, or the last part of a URI.</param>
    /// <param name="container">What the object with this name is about.</param>
    /// <param name="subject">What the value is about.</param>
    public PhiEntry? FindDefault(PhiName name, PhiSubject container, PhiSubject subject)
    {
        if (FindWithWords(name) is not { } found)
        {
            return FindInside(container, name.Normalized);
        }

        var isNone = (found.IsContact && subject == PhiSubject.Thing) || (found.IsOpen && name.HasWords && IsNoIdentifier(name));
        return isNone ? null : found;
    }

    private static bool IsNoIdentifier(PhiName name)
    {
        if (PhiWords.IsNoIdentifier(name.LastWord))
        {
            return true;
        }

        for (var rest = name.WithoutFirstWord(); !rest.Normalized.IsEmpty; rest = rest.WithoutFirstWord())
        {
            if (PhiWords.IsSoftware(rest.FirstWord))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the entry for a short name whose container says what it is: <c>patient.id</c>, <c>guardian.family</c>.</summary>
    private PhiEntry? FindInside(PhiSubject container, ReadOnlySpan<byte> normalized) =>
        container == PhiSubject.Patient && PhiWords.IsIdentifier(normalized) ? _patient
        : container is PhiSubject.Patient or PhiSubject.Person && PhiWords.IsNamePart(normalized) ? _familyName
        : null;

    private PhiEntry? FindWithWords(PhiName name)
    {
        if (_default.IsEmpty)
        {
            return null;
        }

        var plain = name.Normalized.TrimEnd("0123456789"u8);
        return _default.FindExact(name.Normalized)
            ?? (plain.IsEmpty ? null : _default.FindExact(plain))
            ?? (plain is [.. var singular, (byte)'s'] ? _default.FindExact(singular) : null)
            ?? (name.HasWords && PhiWords.IsQualifier(name.FirstWord) ? _default.FindExact(name.WithoutFirstWord().Normalized) : null)
            ?? (name.HasWords && PhiWords.IsSuffix(name.LastWord) ? _default.FindExact(name.WithoutLastWord().Normalized) : null)
            ?? _default.FindPattern(name.Normalized)
            ?? (plain.Length == name.Normalized.Length ? null : _default.FindPattern(plain));
    }

    /// <summary>The entries of one kind: names in a table, and patterns.</summary>
    private sealed class EntryTable
    {
        private readonly Utf8Table<PhiEntry> _exact;
        private readonly ImmutableArray<PhiEntry> _patterns;

        public EntryTable(IEnumerable<PhiEntry> entries)
        {
            PhiEntry[] all = [.. entries];
            _exact = all
                .Where(entry => !entry.IsPattern)
                .DistinctBy(entry => Encoding.UTF8.GetString(entry.Name))
                .ToUtf8Table(entry => Encoding.UTF8.GetString(entry.Name));
            _patterns = [.. all.Where(entry => entry.IsPattern)];
        }

        public bool IsEmpty => _exact.Count + _patterns.Length == 0;

        public PhiEntry? Find(ReadOnlySpan<byte> normalized) => FindExact(normalized) ?? FindPattern(normalized);

        public PhiEntry? FindExact(ReadOnlySpan<byte> normalized) => _exact.TryGetValue(normalized, out var entry) ? entry : null;

        public PhiEntry? FindPattern(ReadOnlySpan<byte> normalized)
        {
            foreach (var entry in _patterns)
            {
                if (entry.MatchesName(normalized))
                {
                    return entry;
                }
            }

            return null;
        }
    }
}
