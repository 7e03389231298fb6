using HipaaJwt.Tool.Reports.Counting;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Counts the distinct patients of each user, or of each client. Events must come in about the order of their times.</summary>
internal sealed class PatientCounter
{
    private const int MaxPairs = 2_000_000;
    private const int MaxPairsInDay = 500_000;

    private readonly Tally<PatientCount> _counts;
    private readonly DistinctPairs _pairs = new(MaxPairs);
    private readonly DistinctPairs _pairsOfDay = new(MaxPairsInDay);
    private int _day = -1;

    public PatientCounter(int limit, string names) => _counts = new(limit, names);

    public IReadOnlyDictionary<string, PatientCount> Counts => _counts.States;

    public IEnumerable<string> Limits => [.. _counts.Limits, .. _pairs.Limits, .. _pairsOfDay.Limits];

    public void Add(string name, string group, in ReportEntry entry)
    {
        if (!_counts.TryGet(name, out var count))
        {
            return;
        }

        if (count.Number < 0)
        {
            count.Number = _counts.Count;
        }

        if (group.Length > 0)
        {
            count.Group = group;
        }

        count.Accesses++;
        count.Patients += _pairs.Add(count.Number, entry.PatientHash) ? 1 : 0;

        var day = DateOnly.FromDateTime(entry.LocalTime.DateTime).DayNumber;
        if (day > _day)
        {
            _pairsOfDay.Clear();
            _day = day;
        }

        if (day == _day && _pairsOfDay.Add(count.Number, entry.PatientHash))
        {
            count.AddNewOnDay(day);
        }

        count.AddAccess(day, entry);
    }
}
