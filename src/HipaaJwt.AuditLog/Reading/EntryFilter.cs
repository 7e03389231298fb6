using System.Text;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Decides which records a query selects. Immutable and thread-safe.</summary>
internal sealed class EntryFilter
{
    private const string PatientType = "Patient";

    private readonly AuditLogQuery _query;
    private readonly string[] _patients;
    private readonly byte[][] _patientTexts;
    private readonly byte[]? _subjectText;

    public EntryFilter(AuditLogQuery query, IEnumerable<byte[]> pseudonymKeys)
    {
        _query = query;
        _patients = query.Patient is { } patient ? [.. new Pseudonyms(pseudonymKeys).AllOf(patient)] : [];
        _patientTexts = [.. _patients.Select(PlainText).OfType<byte[]>()];
        _subjectText = query.Subject is { } subject ? PlainText(subject) : null;
    }

    /// <summary>Reads a record if the query selects it.</summary>
    public AuditLogEntry? TryRead(string origin, in LogLine line) =>
        MayMatch(line.Json) ? Selected(EntryReader.Read(origin, line)) : null;

    /// <summary>Reads a row of a database if the query selects it.</summary>
    public AuditLogEntry? TryRead(string origin, AuditLogRow row) =>
        MayMatch(row.Json.Span) ? Selected(EntryReader.Read(origin, row)) : null;

    /// <summary>Whether the query selects a stream.</summary>
    public bool Selects(string? origin) => origin is not null && (_query.Origin is null || _query.Origin == origin);

    /// <summary>Finds most records that do not match without parsing them.</summary>
    private bool MayMatch(ReadOnlySpan<byte> json)
    {
        if (_subjectText is not null && json.IndexOf(_subjectText) < 0)
        {
            return false;
        }

        if (_patients.Length == 0 || _patientTexts.Length < _patients.Length)
        {
            return true;
        }

        foreach (var text in _patientTexts)
        {
            if (json.IndexOf(text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private AuditLogEntry? Selected(AuditLogEntry entry) => Matches(entry.Event) ? entry : null;

    private bool Matches(AuditEvent? auditEvent) => auditEvent is null
        ? _query == new AuditLogQuery { Origin = _query.Origin }
        : (_query.From is null || auditEvent.Time >= _query.From)
            && (_query.To is null || auditEvent.Time < _query.To)
            && (_query.Subject is null || auditEvent.Subject == _query.Subject)
            && (_query.Outcome is null || auditEvent.Outcome == _query.Outcome)
            && (_query.ReasonCode is null || auditEvent.ReasonCode == _query.ReasonCode)
            && (_query.Type is null || auditEvent.Type == _query.Type)
            && (_query.Patient is null || IsAbout(auditEvent));

    private bool IsAbout(AuditEvent auditEvent) =>
        Array.IndexOf(_patients, auditEvent.Patient) >= 0
        || (auditEvent.ResourceType == PatientType && Array.IndexOf(_patients, auditEvent.ResourceId) >= 0);

    /// <summary>A text as it stands in JSON; null if it contains characters that JSON may write in several ways.</summary>
    private static byte[]? PlainText(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':')
            ? Encoding.ASCII.GetBytes($"\"{text}\"")
            : null;
}
