using System.Globalization;

namespace HipaaJwt.Tool.Reports.Sites;

/// <summary>The hours and days of the week in which a site works.</summary>
/// <param name="Start">The first minute of a day.</param>
/// <param name="End">The end of a day, exclusive, at most 24:00.</param>
/// <param name="Days">The days.</param>
internal sealed record WorkingHours(TimeSpan Start, TimeSpan End, IReadOnlyList<DayOfWeek> Days)
{
    public const string DefaultHours = "07:00-19:00";
    public const string DefaultDays = "Mon-Fri";

    private static readonly string[] Names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public bool Contains(DateTimeOffset local) =>
        local.TimeOfDay >= Start && local.TimeOfDay < End && Days.Contains(local.DayOfWeek);

    public override string ToString() =>
        $"{Format(Start)}-{Format(End)} on {string.Join(", ", Days.Select(day => Names[(int)day]))}";

    /// <summary>Parses hours such as <c>07:00-19:00</c>.</summary>
    public static bool TryParseHours(string text, out TimeSpan start, out TimeSpan end)
    {
        (start, end) = (default, default);
        return text.Split('-') is [var from, var to] && TryParseTime(from, out start) && TryParseTime(to, out end) && start < end;
    }

    /// <summary>Parses days such as <c>Mon-Fri</c> or <c>Mon,Wed,Sat</c>. A range may go over the end of the week.</summary>
    public static bool TryParseDays(string text, out IReadOnlyList<DayOfWeek> days)
    {
        var found = new List<DayOfWeek>();
        days = found;
        foreach (var part in text.Split(','))
        {
            int[] ends = [.. part.Split('-').Select(IndexOf)];
            if (ends.Length is 0 or > 2 || ends.Contains(-1))
            {
                return false;
            }

            for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                found.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return true;
    }

    private static int IndexOf(string name) =>
        Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Format(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");

    private static bool TryParseTime(string text, out TimeSpan time)
    {
        if (text == "24:00")
        {
            time = TimeSpan.FromDays(1);
            return true;
        }

        return TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out time);
    }
}
