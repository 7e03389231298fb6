namespace HipaaJwt.Text;

/// <summary>
/// A pattern over ASCII bytes: <c>*</c> matches zero or more bytes, <c>#</c> matches one digit. The work is at most the length of
/// the text multiplied by that of the pattern.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly byte[] _pattern;

    public WildcardPattern(byte[] pattern) => _pattern = pattern;

    public bool Matches(ReadOnlySpan<byte> text)
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

    private static bool MatchesOne(byte expected, byte actual) =>
        expected == actual || (expected == '#' && actual is >= (byte)'0' and <= (byte)'9');
}
