using System.Globalization;

namespace HipaaJwt.Histories.Cells;

/// <summary>The answer of an instance to a batch of tokens.</summary>
/// <param name="RequestedAt">The moment before the request was sent.</param>
/// <param name="AnsweredAt">The moment at which the instance answered.</param>
/// <param name="Stalled">The time in which the process of the instance did not run meanwhile.</param>
/// <param name="Results">For each token the code, and the moment before its check.</param>
internal sealed record CheckAnswer(long RequestedAt, long AnsweredAt, long Stalled, IReadOnlyList<(string Code, long Moment)> Results)
{
    /// <summary>Whether it is the first answer of the process.</summary>
    public bool IsFirst { get; init; }

    public static CheckAnswer Parse(long requestedAt, string line)
    {
        var words = line.Split(' ');
        var results = words[3..].Select(word => word.Split('@')).Select(parts => (parts[0], Number(parts[1])));
        return new CheckAnswer(requestedAt, Number(words[1]), Number(words[2]), [.. results]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
