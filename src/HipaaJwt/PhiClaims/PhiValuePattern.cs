using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>An entry of <see cref="PhiClaimOptions.ValuePatterns"/>.</summary>
internal sealed class PhiValuePattern
{
    private readonly WildcardPattern _pattern;
    private readonly bool _isContact;

    public PhiValuePattern(string entry)
    {
        Entry = entry;
        _pattern = new WildcardPattern(Encoding.UTF8.GetBytes(entry));
        _isContact = PhiClaimDefaults.PhonePatterns.Contains(entry, StringComparer.Ordinal);
    }

    public string Entry { get; }

    /// <summary>Determines whether a text matches. The telephone number of an organization does not.</summary>
    public bool Matches(ReadOnlySpan<byte> text, PhiSubject subject) =>
        !(_isContact && subject == PhiSubject.Thing) && _pattern.Matches(text);
}
