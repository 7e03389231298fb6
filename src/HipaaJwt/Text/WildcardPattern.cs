namespace HipaaJwt.Text;

/// <summary>
/// A pattern over ASCII bytes: <c>*</c> stands for any run of bytes, none included, and <c>#</c> for one digit. The work is at most
/// the length of the text times that of the pattern, whatever both are.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly byte[] _pattern;

    public WildcardPattern(byte[] pattern) => _pattern = pattern;

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var (at, place) = (0, 0);
        var (star, retry) = (-1, 0);
        while (at < text.Length)
        {
            if (place < _pattern.Length && _pattern[place] == '*')
            {
                (star, retry) = (place++, at);
            }
            else if (place < _pattern.Length && MatchesOne(_pattern[place], text[at]))
            {
                (at, place) = (at + 1, place + 1);
            }
            else if (star >= 0)
            {
                // Only the last star can have been given too little: what an earlier one took is as good as any.
                (place, at) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return _pattern.AsSpan(place).IndexOfAnyExcept((byte)'*') < 0;
    }

    private static bool MatchesOne(byte expected, byte actual) =>
        expected == actual || (expected == '#' && actual is >= (byte)'0' and <= (byte)'9');
}
