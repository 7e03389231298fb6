using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>An entry of <see cref="PhiClaimOptions.Names"/>: <c>name</c>, or <c>name=pattern of the value</c>.</summary>
internal sealed class PhiEntry
{
    private readonly WildcardPattern? _namePattern;
    private readonly WildcardPattern? _value;

    public PhiEntry(string text)
    {
        var parts = text.Split('=', 2);
        Text = text;
        Name = PhiClaimName.Normalize(parts[0]);
        IsDefault = PhiClaimDefaults.Names.Contains(text, StringComparer.Ordinal);
        IsContact = IsDefault && PhiClaimDefaults.Contacts.Contains(text, StringComparer.Ordinal);
        IsOpen = IsDefault && parts[0].EndsWith('*');
        _namePattern = parts[0].Contains('*', StringComparison.Ordinal) ? new WildcardPattern(Name) : null;
        _value = parts is [_, var value] ? new WildcardPattern(Encoding.UTF8.GetBytes(value), hasAnyByte: true) : null;
    }

    public string Text { get; }

    /// <summary>The normalized name or its pattern.</summary>
    public byte[] Name { get; }

    /// <summary>Whether the entry is a default one. Rules for what a claim is about apply to these alone.</summary>
    public bool IsDefault { get; }

    /// <summary>Whether organizations have such a claim too.</summary>
    public bool IsContact { get; }

    /// <summary>Whether further words may follow.</summary>
    public bool IsOpen { get; }

    public bool IsPattern => _namePattern is not null;

    public bool DependsOnValue => _value is not null;

    public bool MatchesName(ReadOnlySpan<byte> normalized) => _namePattern is null || _namePattern.Matches(normalized);

    public bool MatchesValue(ReadOnlySpan<byte> value) => _value is null || _value.Matches(value);
}
