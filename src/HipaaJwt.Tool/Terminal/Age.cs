using System.Globalization;

namespace HipaaJwt.Tool.Terminal;

/// <summary>Formats how far a time is from now.</summary>
internal static class Age
{
    /// <summary>Formats a time with its age, such as <c>2026-01-15 12:00:00Z (10 min ago)</c>.</summary>
    public static string WithTime(DateTimeOffset time, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} ({Of(time, now)})");

    public static string Of(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = now - time;
        return distance < TimeSpan.Zero ? $"in {Of(-distance)}" : $"{Of(distance)} ago";
    }

    /// <summary>Formats a duration with its two largest units, such as <c>2 d 3 h</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        (long Value, string Unit)[] parts =
        [
            ((long)duration.TotalDays, "d"), (duration.Hours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s"),
        ];
        var first = Array.FindIndex(parts, part => part.Value != 0);
        return first < 0
            ? "0 s"
            : string.Join(' ', parts.Skip(first).Take(2).Where(part => part.Value != 0)
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Value} {part.Unit}")));
    }
}
