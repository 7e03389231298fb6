using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Records;

/// <summary>
/// Writes events as JSON records in ASCII of at most 16 KiB, each with a random salt, so that nobody can guess a record from its hash.
/// Not thread-safe. Reuse avoids allocations.
/// </summary>
internal sealed class RecordWriter : IDisposable
{
    private const int SaltLength = 16;
    private const int EncodedSaltLength = 22;
    private const int SaltsPerRead = 16;
    private const int MaxKeptCapacity = 2 * LogLine.MaxJsonLength;

    private readonly Pseudonyms? _pseudonyms;
    private readonly byte[] _salts = new byte[SaltLength * SaltsPerRead];
    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(1_024);
    private RecordLimits _limits;
    private List<(JsonEncodedText Name, int Length)>? _cut;
    private int _usedSalts = SaltsPerRead;

    /// <param name="pseudonyms">Replaces the identifiers of patients and records; null to write them as they are.</param>
    public RecordWriter(Pseudonyms? pseudonyms)
    {
        _pseudonyms = pseudonyms;
        _json = new Utf8JsonWriter(_buffer);
    }

    /// <summary>The record that was written last. It is valid until the next one.</summary>
    public ReadOnlySpan<byte> Record => _buffer.WrittenSpan;

    /// <summary>Writes an event. A record that would be too large has shorter lists and texts, and says which.</summary>
    public void Write(AuditEvent auditEvent)
    {
        if (_buffer.Capacity > MaxKeptCapacity)
        {
            _buffer = new ArrayBufferWriter<byte>(1_024);
        }

        Span<byte> salt = stackalloc byte[EncodedSaltLength];
        NextSalt(salt);
        foreach (var limits in RecordLimits.Steps)
        {
            _limits = limits;
            _cut = null;
            _buffer.ResetWrittenCount();
            _json.Reset(_buffer);
            WriteEvent(auditEvent, salt);
            _json.Flush();
            if (_buffer.WrittenCount <= LogLine.MaxJsonLength)
            {
                return;
            }
        }
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Whether the record is too large already. The rest is not written, so an event of any size needs little memory.</summary>
    private bool IsTooLarge => _json.BytesCommitted + _json.BytesPending > LogLine.MaxJsonLength;

    private void NextSalt(Span<byte> encoded)
    {
        if (_usedSalts == SaltsPerRead)
        {
            RandomNumberGenerator.Fill(_salts);
            _usedSalts = 0;
        }

        Base64Url.EncodeToUtf8(_salts.AsSpan(_usedSalts++ * SaltLength, SaltLength), encoded);
    }

    private void WriteEvent(AuditEvent auditEvent, ReadOnlySpan<byte> salt)
    {
        _json.WriteStartObject();
        _json.WriteNumber(RecordNames.SchemaVersion, auditEvent.SchemaVersion);
        _json.WriteString(RecordNames.Salt, salt);
        _json.WriteString(RecordNames.Id, auditEvent.Id);
        _json.WriteString(RecordNames.Time, auditEvent.Time.UtcDateTime);
        WriteDecision(auditEvent);
        WriteUser(auditEvent);
        WriteResource(auditEvent);
        WritePatientData(auditEvent);
        WriteCut();
        _json.WriteEndObject();
    }

    private void WriteDecision(AuditEvent auditEvent)
    {
        Write(RecordNames.Type, auditEvent.Type.ToString());
        Write(RecordNames.Outcome, auditEvent.Outcome.ToString());
        if (auditEvent.ReasonCode != JwtErrorCode.None)
        {
            _json.WriteNumber(RecordNames.ReasonCode, (int)auditEvent.ReasonCode);
            Write(RecordNames.Reason, auditEvent.ReasonCode.ToString());
        }

        Write(RecordNames.ReasonMember, auditEvent.ReasonMember);
        Write(RecordNames.RequestId, auditEvent.RequestId);
        Write(RecordNames.TraceId, auditEvent.TraceId);
    }

    private void WriteUser(AuditEvent auditEvent)
    {
        Write(RecordNames.Issuer, auditEvent.Issuer);
        Write(RecordNames.Subject, auditEvent.Subject);
        Write(RecordNames.ClientId, auditEvent.ClientId);
        Write(RecordNames.TokenId, auditEvent.TokenId);
        Write(RecordNames.SessionId, auditEvent.SessionId);
        Write(RecordNames.Actor, auditEvent.Actor);
        Write(RecordNames.OnBehalfOf, auditEvent.OnBehalfOf);
        Write(RecordNames.Roles, auditEvent.Roles);
        Write(RecordNames.Organization, auditEvent.Organization);
        Write(RecordNames.Tenant, auditEvent.Tenant);
    }

    private void WriteResource(AuditEvent auditEvent)
    {
        Write(RecordNames.Permissions, auditEvent.Permissions);
        Write(RecordNames.Policy, auditEvent.Policy);
        if (auditEvent.Action is { } action)
        {
            _json.WriteString(RecordNames.Action, [(char)action]);
        }

        Write(RecordNames.Resource, auditEvent.Resource);
        Write(RecordNames.ResourceType, auditEvent.ResourceType);
        Write(RecordNames.PurposeOfUse, auditEvent.PurposeOfUse);
        Write(RecordNames.IsEmergency, auditEvent.IsEmergency);
        Write(RecordNames.EmergencyGrantId, auditEvent.EmergencyGrantId);
        Write(RecordNames.RevocationReason, auditEvent.RevocationReason?.ToString());
        Write(RecordNames.SessionEndReason, auditEvent.SessionEndReason?.ToString());
        Write(RecordNames.IsRetry, auditEvent.IsRetry);
        Write(RecordNames.SecurityLabels, auditEvent.SecurityLabels);
        Write(RecordNames.DataCategories, auditEvent.DataCategories);
        if (auditEvent.ResponseStatus is { } status)
        {
            _json.WriteNumber(RecordNames.ResponseStatus, status);
        }

        Write(RecordNames.OmittedCategories, auditEvent.OmittedCategories);
        Write(RecordNames.Recipient, auditEvent.Recipient);
        Write(auditEvent.RemoteAddress);
        Write(RecordNames.ServerHost, auditEvent.ServerHost);
    }

    private void WritePatientData(AuditEvent auditEvent)
    {
        Write(RecordNames.Patient, Pseudonym(auditEvent.Patient));
        Write(RecordNames.ResourceId, Pseudonyms.Covers(auditEvent.Type) ? Pseudonym(auditEvent.ResourceId) : auditEvent.ResourceId);
        Write(RecordNames.SubjectName, auditEvent.SubjectName);
        Write(RecordNames.Justification, auditEvent.Justification);
    }

    private string? Pseudonym(string? value) => value is null || _pseudonyms is null ? value : _pseudonyms.Of(value);

    private void WriteCut()
    {
        if (_cut is null)
        {
            return;
        }

        _json.WriteStartObject(RecordNames.Cut);
        foreach (var (name, length) in _cut)
        {
            _json.WriteNumber(name, length);
        }

        _json.WriteEndObject();
    }

    private void Write(JsonEncodedText name, bool value)
    {
        if (value)
        {
            _json.WriteBoolean(name, value);
        }
    }

    private void Write(JsonEncodedText name, string? value)
    {
        if (value is not null && !IsTooLarge)
        {
            _json.WriteString(name, Shorten(name, value));
        }
    }

    private void Write(JsonEncodedText name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        _json.WriteStartArray(name);
        var count = Math.Min(values.Count, _limits.Elements);
        for (var index = 0; index < count && !IsTooLarge; index++)
        {
            _json.WriteStringValue(Shorten(null, values[index]));
        }

        _json.WriteEndArray();
        if (count < values.Count)
        {
            (_cut ??= []).Add((name, values.Count));
        }
    }

    private void Write(IPAddress? address)
    {
        Span<char> text = stackalloc char[64];
        if (address is not null && address.TryFormat(text, out var length))
        {
            _json.WriteString(RecordNames.RemoteAddress, text[..length]);
        }
    }

    private ReadOnlySpan<char> Shorten(JsonEncodedText? name, string value)
    {
        if (value.Length <= _limits.Characters)
        {
            return value;
        }

        if (name is { } cut)
        {
            (_cut ??= []).Add((cut, value.Length));
        }

        var length = char.IsHighSurrogate(value[_limits.Characters - 1]) ? _limits.Characters - 1 : _limits.Characters;
        return value.AsSpan(0, length);
    }
}
