namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>The distinct patients of a user or client: in the period, and on each day.</summary>
internal sealed class PatientCount
{
    private const int NoDay = -1;

    private readonly List<int> _earlierDays = [];
    private int _day = NoDay;
    private int _today;
    private int _most;
    private DayDetail _detail = new();
    private DayDetail? _mostDetail;

    /// <summary>The number of this user, for the pairs.</summary>
    public int Number { get; set; } = NoDay;

    /// <summary>The roles, which name the group that the user is compared with.</summary>
    public string Group { get; set; } = string.Empty;

    public long Accesses { get; set; }

    public int Patients { get; set; }

    /// <summary>The number of distinct patients on the day with the most.</summary>
    public int MostInDay => Math.Max(_most, _today);

    public DateOnly MostAt => DateOnly.FromDayNumber(Math.Max(_today > _most ? _day : MostDay, 0));

    /// <summary>The hours and addresses of the day with the most.</summary>
    public DayDetail MostDetail => _today > _most || _mostDetail is null ? _detail : _mostDetail;

    /// <summary>The numbers of distinct patients on the days with accesses.</summary>
    public IEnumerable<double> Days => _earlierDays.Append(_today).Select(count => (double)count);

    private int MostDay { get; set; }

    /// <summary>Counts a patient that is new on a day.</summary>
    public void AddNewOnDay(int day)
    {
        if (day != _day)
        {
            CloseDay();
            _day = day;
        }

        _today++;
    }

    /// <summary>Counts an access, after its patient.</summary>
    public void AddAccess(int day, in ReportEntry entry)
    {
        if (day == _day)
        {
            _detail.Add(entry.LocalTime, entry.Event.RemoteAddress);
        }
    }

    private void CloseDay()
    {
        if (_day == NoDay)
        {
            return;
        }

        if (_today > _most)
        {
            (_most, MostDay, _mostDetail) = (_today, _day, _detail);
        }

        _earlierDays.Add(_today);
        (_today, _detail) = (0, new DayDetail());
    }
}
