using System.Net;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>A person of the small hospital.</summary>
internal sealed record StaffMember(string Name, string Role, int Ward, int Number)
{
    public IPAddress Address => new([10, 20, (byte)Ward, (byte)(10 + Number)]);

    /// <summary>The first day at work, as the day of the year from 0.</summary>
    public int FirstDay { get; init; }

    /// <summary>The last day at work.</summary>
    public int LastDay { get; init; } = 400;

    /// <summary>The hour at which the shift of a day begins; null if the person does not work on it.</summary>
    public int? ShiftStart(DateOnly day)
    {
        var index = day.DayOfYear - 1;
        if (index < FirstDay || index > LastDay)
        {
            return null;
        }

        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return Role switch
        {
            // Six days in a turn: two early, two late, one night, then two days off. Everybody has as many nights as the others.
            "nurse" => ((index + Number) % 7) switch { 0 or 1 => 7, 2 or 3 => 15, 4 => 23, _ => null },
            "physician" when (index + Number) % 12 == 0 => 19,
            _ => isWeekend ? null : 8,
        };
    }

    public static IReadOnlyList<StaffMember> All { get; } =
    [
        .. Group("physician", 12), .. Group("nurse", 32), .. Group("registrar", 6), .. Group("lab", 5), .. Group("pharmacist", 5),
    ];

    private static IEnumerable<StaffMember> Group(string role, int count) => Enumerable.Range(0, count).Select(number =>
        new StaffMember($"{role}-{number + 1:00}", role, number % HospitalYear.Wards, number)
        {
            // One person of each large group leaves in May, and one comes in September.
            LastDay = number == 3 && count > 10 ? 130 : 400,
            FirstDay = number == 4 && count > 10 ? 250 : 0,
        });
}
