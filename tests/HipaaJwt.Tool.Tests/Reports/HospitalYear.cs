using System.Net;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>
/// The audit events of a year of a small hospital: 60 people with roles and shifts, 8 wards, 4,000 patients, a nightly job, emergency
/// accesses, disclosures and ordinary failures. The same seed gives the same year.
/// </summary>
internal sealed class HospitalYear
{
    public const int Wards = 8;
    public const int Patients = 4_000;
    public const int Year = 2026;

    /// <summary>The number of days.</summary>
    public const int Length = 365;

    public const string Job = "billing-job";

    /// <summary>The hospital is in the zone Europe/Zurich, one hour ahead in winter. The generator has no summer time.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(1);

    private readonly Random _random;
    private readonly int _accessesInShift;
    private readonly PlantedIncidents? _incidents;

    /// <summary>The events of a night after the last day that was asked for.</summary>
    private readonly List<AuditEvent> _waiting = [];

    /// <param name="seed">The seed.</param>
    /// <param name="accessesInShift">The mean number of accesses of a person in a shift.</param>
    /// <param name="hasIncidents">Whether the three incidents happen.</param>
    public HospitalYear(int seed, int accessesInShift, bool hasIncidents)
    {
        (_random, _accessesInShift) = (new Random(seed), accessesInShift);
        _incidents = hasIncidents ? new PlantedIncidents(this) : null;
    }

    /// <summary>The events of the days, in the order of their times. Ask for the days of the year in order.</summary>
    public IEnumerable<AuditEvent> Days(int first, int count)
    {
        for (var index = first; index < first + count; index++)
        {
            var day = new DateOnly(Year, 1, 1).AddDays(index);
            _waiting.AddRange(EventsOf(day));
            _waiting.AddRange(_incidents?.EventsOf(day) ?? []);
            var end = TimeAt(day, 24);
            foreach (var ready in _waiting.Where(auditEvent => auditEvent.Time < end).OrderBy(auditEvent => auditEvent.Time))
            {
                yield return ready;
            }

            _waiting.RemoveAll(auditEvent => auditEvent.Time < end);
        }

        var isEnd = first + count == Length;
        foreach (var late in _waiting.Where(_ => isEnd).OrderBy(auditEvent => auditEvent.Time))
        {
            yield return late;
        }
    }

    public static string PatientOf(int number) => $"p-{number:0000}";

    /// <summary>A time at the hospital.</summary>
    public static DateTimeOffset TimeAt(DateOnly day, double hour) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).AddHours(hour).ToUniversalTime();

    public static string SessionOf(StaffMember person, DateOnly day) => $"s-{person.Name}-{day.DayOfYear}";

    public AuditEvent Access(StaffMember person, DateOnly day, double hour, string patient) =>
        Stamped(TimeAt(day, hour)) with
        {
            Subject = person.Name,
            Roles = [person.Role],
            ClientId = person.Role == "lab" ? "lab-web" : "charts-web",
            SessionId = SessionOf(person, day),
            TokenId = $"t-{person.Name}-{day.DayOfYear}-{(int)hour}",
            Patient = patient,
            RemoteAddress = person.Address,
        };

    public AuditEvent JobAccess(DateOnly day, double hour, string patient) => Stamped(TimeAt(day, hour)) with
    {
        Subject = Job,
        ClientId = Job,
        Roles = ["service"],
        TokenId = $"t-job-{day.DayOfYear}",
        Patient = patient,
        PurposeOfUse = "HPAYMT",
        RemoteAddress = IPAddress.Parse("10.20.200.5"),
    };

    private IEnumerable<AuditEvent> EventsOf(DateOnly day)
    {
        foreach (var person in StaffMember.All)
        {
            if (person.ShiftStart(day) is { } start)
            {
                foreach (var auditEvent in Shift(person, day, start))
                {
                    yield return auditEvent;
                }
            }
        }

        for (var index = 0; index < 40 + _random.Next(12); index++)
        {
            yield return JobAccess(day, 2 + (index / 200d), PatientOf(InHospital(day, index % Wards)));
        }

        foreach (var auditEvent in Occasional(day))
        {
            yield return auditEvent;
        }
    }

    private IEnumerable<AuditEvent> Shift(StaffMember person, DateOnly day, int start)
    {
        var count = Math.Max(1, _accessesInShift + _random.Next(-_accessesInShift / 3, (_accessesInShift / 3) + 1));
        for (var index = 0; index < count; index++)
        {
            var hour = start + (_random.NextDouble() * 8);
            var patient = InHospital(day, person.Role is "nurse" or "physician" ? person.Ward : _random.Next(Wards));
            var access = Access(person, day, hour, PatientOf(patient)) with
            {
                Action = _random.Next(4) == 0 ? AuditAction.Update : AuditAction.Read,
                SecurityLabels = patient % 40 == 0 ? ["42CFRPart2"] : patient % 55 == 0 ? ["R"] : [],
                DataCategories = person.Role == "lab" ? ["laboratory"] : [],
            };
            yield return _random.Next(200) switch
            {
                0 => Refused(access, AuditEventType.TokenRejected, JwtErrorCode.TokenExpired),
                1 => Refused(access, AuditEventType.AccessDenied, JwtErrorCode.RequirementNotMet),
                _ => access,
            };
        }
    }

    /// <summary>Emergencies, disclosures and changes.</summary>
    private IEnumerable<AuditEvent> Occasional(DateOnly day)
    {
        if (day.DayOfYear % 9 == 0)
        {
            var physician = StaffMember.All[day.DayOfYear / 9 % 3];
            yield return Access(physician, day, 11, PatientOf(_random.Next(Patients))) with
            {
                IsEmergency = true,
                EmergencyGrantId = $"eg-{day.DayOfYear:000}",
                PurposeOfUse = "BTG",
                Justification = "unconscious on arrival",
            };
        }

        if (day.DayOfWeek == DayOfWeek.Friday)
        {
            yield return Access(StaffMember.All[50], day, 14, PatientOf(_random.Next(Patients))) with
            {
                Recipient = day.Day % 2 == 0 ? "County health department" : "Insurance fund",
                PurposeOfUse = day.Day % 2 == 0 ? "PUBHLTH" : "HPAYMT",
            };
        }

        if (day.DayOfYear % 60 == 15)
        {
            yield return Stamped(TimeAt(day, 10)) with
            {
                Type = AuditEventType.SigningKeyChanged,
                Subject = "admin-01",
                Action = AuditAction.Create,
                Resource = null,
                ResourceType = "SigningKey",
                ResourceId = $"key-{day.Month}",
            };
        }
    }

    /// <summary>A patient who is in a ward on a day: 18 of its 500 patients, and another one each day.</summary>
    private int InHospital(DateOnly day, int ward) => (((day.DayOfYear + _random.Next(18)) * Wards) + ward) % Patients;

    private static AuditEvent Refused(AuditEvent access, AuditEventType type, JwtErrorCode reason) =>
        access with { Type = type, ReasonCode = reason };

    private AuditEvent Stamped(DateTimeOffset time) => new()
    {
        Id = NewId(),
        Time = time,
        Type = AuditEventType.AccessGranted,
        Issuer = "https://idp.hospital.example",
        Action = AuditAction.Read,
        Resource = "GET /patients/{id}/chart",
        ResourceType = "Chart",
        ServerHost = "charts-1",
    };

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
