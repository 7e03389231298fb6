namespace HipaaJwt.Text;

/// <summary>
/// A pattern over ASCII bytes: <c>*</c> matches zero or more bytes, <c>#</c> matches one digit, and <c>?</c> matches one byte if the
/// pattern may contain it. The work is at most the length of the text multiplied by that of the pattern.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly byte[] _pattern;
    private readonly bool _hasAnyByte;

    /// <summary>A literal text and where it must be. Most patterns have one, and a vectorized search decides them.</summary>
    private readonly byte[]? _literal;

    private readonly bool _startsAnywhere;
    private readonly bool _endsAnywhere;

    /// <param name="pattern">The pattern.</param>
    /// <param name="hasAnyByte">Whether <c>?</c> matches any byte. Otherwise it matches itself.</param>
    public WildcardPattern(byte[] pattern, bool hasAnyByte = false)
    {
        _pattern = pattern;
        _hasAnyByte = hasAnyByte;
        _startsAnywhere = pattern is [(byte)'*', ..];
        _endsAnywhere = pattern is [.., (byte)'*'];
        var literal = pattern.AsSpan().Trim((byte)'*');
        _literal = literal.IsEmpty || literal.ContainsAny("*#?"u8) ? null : literal.ToArray();
    }

    public bool Matches(ReadOnlySpan<byte> text) => (_literal, _startsAnywhere, _endsAnywhere) switch
    {
        (null, _, _) => MatchesPattern(text),
        (_, true, true) => text.IndexOf(_literal) >= 0,
        (_, true, false) => text.EndsWith(_literal),
        (_, false, true) => text.StartsWith(_literal),
        (_, false, false) => text.SequenceEqual(_literal),
    };

    private bool MatchesOne(byte expected, byte actual) =>
        expected == actual
        || (expected == '#' && actual is >= (byte)'0' and <= (byte)'9')
        || (expected == '?' && _hasAnyByte);

    private bool MatchesPattern(ReadOnlySpan<byte> text)
    {
        var (textIndex, patternIndex) = (0, 0);
        var (starIndex, retryIndex) = (-1, 0);
        while (textIndex < text.Length)
        {
            if (patternIndex < _pattern.Length && _pattern[patternIndex] == '*')
            {
                (starIndex, retryIndex) = (patternIndex++, textIndex);
            }
            else if (patternIndex < _pattern.Length && MatchesOne(_pattern[patternIndex], text[textIndex]))
            {
                (textIndex, patternIndex) = (textIndex + 1, patternIndex + 1);
            }
            else if (starIndex >= 0)
            {
                // Only the last star needs a longer match: a longer match of an earlier one cannot help.
                (patternIndex, textIndex) = (starIndex + 1, ++retryIndex);
            }
            else
            {
                return false;
            }
        }

        return _pattern.AsSpan(patternIndex).IndexOfAnyExcept((byte)'*') < 0;
    }
}
