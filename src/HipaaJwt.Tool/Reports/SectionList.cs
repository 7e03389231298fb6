using HipaaJwt.Tool.Reports.Figures;
using HipaaJwt.Tool.Reports.Sections;
using HipaaJwt.Tool.Sources;

namespace HipaaJwt.Tool.Reports;

/// <summary>All sections of the report. It reads the log once, and once more for one patient.</summary>
internal sealed class SectionList
{
    private readonly ReportScope _scope;
    private readonly IntegritySection _integrity;
    private readonly OnePatientSection? _patient;
    private readonly IReportSection[] _sections;

    public SectionList(ReportScope scope, IReadOnlyList<AuditLogCheckpoint> anchors)
    {
        var book = new ReviewBook();
        _scope = scope;
        _integrity = new IntegritySection(scope, anchors);
        _patient = scope.Patient is null ? null : new OnePatientSection(scope);
        _sections =
        [
            _integrity,
            new RecordingSection(scope),
            new VolumeSection(),
            new UserSection(scope),
            new SharedSessionSection(scope),
            new AfterHoursSection(scope),
            new RefusalSection(scope),
            new EmergencySection(scope, book),
            new PatientSection(scope),
            new SensitiveSection(scope),
            new DisclosureSection(scope),
            new ChangeSection(scope),
            new ActivitySection(scope),
            new ReviewSection(scope, book),
        ];
    }

    /// <summary>Reads all events of a log, in bounded memory.</summary>
    public async Task ReadAsync(OpenLog log, AuditLogReader reader, CancellationToken cancellation)
    {
        await foreach (var entry in log.ReadAsync(reader, new AuditLogQuery(), cancellation).ConfigureAwait(false))
        {
            if (entry.Event is { } auditEvent)
            {
                Add(new ReportEntry(entry, auditEvent, _scope));
            }
            else
            {
                _integrity.Unread++;
            }
        }

        var query = new AuditLogQuery { Patient = _scope.Patient, From = _scope.From, To = _scope.To };
        var ofPatient = _patient is null ? AsyncEnumerable.Empty<AuditLogEntry>() : log.ReadAsync(reader, query, cancellation);
        await foreach (var entry in ofPatient.ConfigureAwait(false))
        {
            _patient!.Add(new ReportEntry(entry, entry.Event!, _scope));
        }
    }

    public IReadOnlyList<ReportSection> Complete(AuditLogVerification verification)
    {
        _integrity.Verification = verification;
        var sections = _sections.Select(section => section.Complete()).ToList();
        if (_patient is not null)
        {
            sections.Insert(1, _patient.Complete());
        }

        return sections;
    }

    private void Add(in ReportEntry entry)
    {
        foreach (var section in _sections)
        {
            if (entry.IsInPeriod || section.ReadsWholeLog)
            {
                section.Add(entry);
            }
        }
    }
}
