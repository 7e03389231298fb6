using System.Net;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>The three incidents of the year. A reader of the report alone should be able to name them.</summary>
internal sealed class PlantedIncidents
{
    public const string Snoop = "nurse-09";
    public const string Victim = "physician-02";
    public const string Prominent = "p-0007";
    public const string ForeignAddress = "203.0.113.77";

    /// <summary>A nurse opens the charts of colleagues in a night shift.</summary>
    public static readonly DateOnly SnoopDay = new(HospitalYear.Year, 7, 4);

    /// <summary>A thief uses the session of a physician on call.</summary>
    public static readonly DateOnly TheftDay = new(HospitalYear.Year, 3, 14);

    /// <summary>The nightly job reads nearly all patients.</summary>
    public static readonly DateOnly ExportDay = new(HospitalYear.Year, 10, 9);

    private readonly HospitalYear _year;

    public PlantedIncidents(HospitalYear year) => _year = year;

    public IEnumerable<AuditEvent> EventsOf(DateOnly day) =>
        day == SnoopDay ? Snooping(day) : day == TheftDay ? Theft(day) : day == ExportDay ? Export(day) : [];

    private static StaffMember Person(string name) => StaffMember.All.Single(person => person.Name == name);

    private IEnumerable<AuditEvent> Snooping(DateOnly day)
    {
        for (var index = 0; index < 60; index++)
        {
            var patient = index % 4 == 0 ? Prominent : $"p-staff-{index:00}";
            yield return _year.Access(Person(Snoop), day, 20 + (index / 20d), patient);
        }
    }

    private IEnumerable<AuditEvent> Theft(DateOnly day)
    {
        for (var index = 0; index < 40; index++)
        {
            var own = _year.Access(Person(Victim), day, 21 + (index / 20d), HospitalYear.PatientOf(1 + (index % 8)));
            yield return own;
            yield return own with
            {
                Id = _year.NewId(),
                Time = own.Time.AddSeconds(70),
                RemoteAddress = IPAddress.Parse(ForeignAddress),
                Patient = HospitalYear.PatientOf(100 + (index % 10)),
            };
        }
    }

    private IEnumerable<AuditEvent> Export(DateOnly day)
    {
        for (var index = 0; index < 3_200; index++)
        {
            yield return _year.JobAccess(day, 3 + (index / 2_000d), HospitalYear.PatientOf(index));
        }
    }
}
