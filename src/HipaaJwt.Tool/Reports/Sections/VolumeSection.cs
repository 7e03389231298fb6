using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>The number of decisions by time and outcome.</summary>
internal sealed class VolumeSection : IReportSection
{
    private const int Hours = 24;
    private const int MaxDaysShown = 62;
    private const int MaxWeeksShown = 371;
    private const int MaxDays = 7_320;

    private readonly Dictionary<DateOnly, Counts> _days = [];
    private readonly Counts[] _hours = [.. Enumerable.Range(0, Hours).Select(_ => new Counts())];
    private readonly Dictionary<AuditEventType, Counts> _types = [];
    private long _missed;

    private static ReportColumn[] CountColumns =>
        [ReportColumn.Number("successes", "Successes"), ReportColumn.Number("failures", "Failures")];

    public void Add(in ReportEntry entry)
    {
        var isFailure = entry.Event.Outcome == AuditOutcome.Failure;
        if (!_types.TryGetValue(entry.Event.Type, out var type))
        {
            _types[entry.Event.Type] = type = new Counts();
        }

        type.Add(isFailure);
        _hours[entry.LocalTime.Hour].Add(isFailure);
        var date = DateOnly.FromDateTime(entry.LocalTime.DateTime);
        if (_days.TryGetValue(date, out var day))
        {
            day.Add(isFailure);
        }
        else if (_days.Count < MaxDays)
        {
            (_days[date] = new Counts()).Add(isFailure);
        }
        else
        {
            _missed++;
        }
    }

    public ReportSection Complete()
    {
        var (successes, failures) = (_types.Values.Sum(type => type.Successes), _types.Values.Sum(type => type.Failures));
        var (unit, byTime) = ByTime();
        return new(
            "volume",
            "Events by outcome and time",
            $"All events of the period, in the time of the site, by {unit} and by the hour of the day. Look for days that differ from "
            + "others, and for activity in hours in which nobody works.")
        {
            Findings =
            [
                Finding.Good(string.Create(CultureInfo.InvariantCulture, $"Events: {successes:N0} successes, {failures:N0} failures.")),
            ],
            Tables =
            [
                new ReportTable("volumeByTime", $"Events by {unit}", [ReportColumn.Text("time", "Time"), .. CountColumns])
                {
                    Chart = new BarChart($"Events by {unit}", "events", 0, 1, 2),
                }.WithAll(byTime),
                new ReportTable("volumeByHour", "Events by hour of the day", [ReportColumn.Text("hour", "Hour"), .. CountColumns])
                {
                    Chart = new BarChart("Events by hour of the day", "events", 0, 1, 2),
                }.WithAll(_hours.Select((counts, hour) => RowOf(hour.ToString("00", CultureInfo.InvariantCulture), counts))),
                new ReportTable("volumeByType", "Events by type", [ReportColumn.Text("type", "Type"), .. CountColumns])
                    .WithAll(_types.OrderByDescending(type => type.Value.Sum).Select(type => RowOf(type.Key.ToString(), type.Value))),
            ],
            Limits = _missed == 0 ? [] : [$"Only the first {MaxDays} days are counted by time. {_missed} events are not."],
        };
    }

    private static ReportRow RowOf(string name, Counts counts) => ReportRow.Of(name, counts.Successes, counts.Failures);

    /// <summary>Days, and for longer periods weeks or months, so that a chart stays readable.</summary>
    private (string Unit, IEnumerable<ReportRow> Rows) ByTime()
    {
        if (_days.Count == 0)
        {
            return ("day", []);
        }

        var (first, last) = (_days.Keys.Min(), _days.Keys.Max());
        var length = last.DayNumber - first.DayNumber + 1;
        return length switch
        {
            <= MaxDaysShown => ("day", Group(first, last, Cell.Of)),
            <= MaxWeeksShown => ("week", Group(first, last, day => WeekOf(day))),
            <= MaxDays => ("month", Group(first, last, day => MonthOf(day))),
            _ => ("month", _days.GroupBy(day => MonthOf(day.Key)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(
                group => ReportRow.Of(group.Key, group.Sum(day => day.Value.Successes), group.Sum(day => day.Value.Failures)))),
        };
    }

    private static string MonthOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string WeekOf(DateOnly day)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date)}-W{ISOWeek.GetWeekOfYear(date):00}");
    }

    /// <summary>Counts by the name of the time. Times without events are rows too.</summary>
    private IEnumerable<ReportRow> Group(DateOnly first, DateOnly last, Func<DateOnly, Cell> nameOf) =>
        Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .GroupBy(nameOf, day => _days.GetValueOrDefault(day))
            .Select(group => ReportRow.Of(
                group.Key, group.Sum(counts => counts?.Successes ?? 0), group.Sum(counts => counts?.Failures ?? 0)));

    private sealed class Counts
    {
        public long Successes { get; private set; }

        public long Failures { get; private set; }

        public long Sum => Successes + Failures;

        public void Add(bool isFailure)
        {
            if (isFailure)
            {
                Failures++;
            }
            else
            {
                Successes++;
            }
        }
    }
}
