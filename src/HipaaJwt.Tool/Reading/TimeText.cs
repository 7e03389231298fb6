using System.CommandLine.Parsing;
using System.Globalization;

namespace HipaaJwt.Tool.Reading;

/// <summary>Reads a time: an ISO 8601 date or time, in UTC unless it says otherwise, or an age such as <c>24h</c> or <c>7d</c>.</summary>
internal static class TimeText
{
    public const string Forms = "a date (2026-01-15), a time (2026-01-15T12:00:00Z) or an age (30m, 24h, 7d)";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
        {
            return true;
        }

        var isAge = text.Length > 1
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var unit = isAge ? UnitOf(text[^1]) : null;
        var count = isAge ? int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        if (unit is null || unit.Value.TotalDays * count > (now - DateTimeOffset.MinValue).TotalDays)
        {
            return false;
        }

        time = now - (unit.Value * count);
        return true;
    }

    public static DateTimeOffset? Parse(ArgumentResult argument, TimeProvider clock)
    {
        var text = argument.Tokens.Single().Value;
        if (TryParse(text, clock.GetUtcNow(), out var time))
        {
            return time;
        }

        argument.AddError($"'{text}' is not {Forms}.");
        return null;
    }

    private static TimeSpan? UnitOf(char unit) => unit switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
