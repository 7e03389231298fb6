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
    private List<(string Name, int Length)>? _cut;
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
        _json.WriteNumber("schemaVersion"u8, auditEvent.SchemaVersion);
        _json.WriteString("salt"u8, salt);
        _json.WriteString("id"u8, auditEvent.Id);
        _json.WriteString("time"u8, auditEvent.Time.UtcDateTime);
        WriteDecision(auditEvent);
        WriteUser(auditEvent);
        WriteResource(auditEvent);
        WritePatientData(auditEvent);
        WriteCut();
        _json.WriteEndObject();
    }

    private void WriteDecision(AuditEvent auditEvent)
    {
        Write("type", auditEvent.Type.ToString());
        Write("outcome", auditEvent.Outcome.ToString());
        if (auditEvent.ReasonCode != JwtErrorCode.None)
        {
            _json.WriteNumber("reasonCode"u8, (int)auditEvent.ReasonCode);
            Write("reason", auditEvent.ReasonCode.ToString());
        }

        Write("reasonMember", auditEvent.ReasonMember);
        Write("requestId", auditEvent.RequestId);
        Write("traceId", auditEvent.TraceId);
    }

    private void WriteUser(AuditEvent auditEvent)
    {
        Write("issuer", auditEvent.Issuer);
        Write("subject", auditEvent.Subject);
        Write("clientId", auditEvent.ClientId);
        Write("tokenId", auditEvent.TokenId);
        Write("sessionId", auditEvent.SessionId);
        Write("actor", auditEvent.Actor);
        Write("onBehalfOf", auditEvent.OnBehalfOf);
        Write("roles", auditEvent.Roles);
        Write("organization", auditEvent.Organization);
        Write("tenant", auditEvent.Tenant);
    }

    private void WriteResource(AuditEvent auditEvent)
    {
        Write("permissions", auditEvent.Permissions);
        Write("policy", auditEvent.Policy);
        if (auditEvent.Action is { } action)
        {
            _json.WriteString("action"u8, [(char)action]);
        }

        Write("resource", auditEvent.Resource);
        Write("resourceType", auditEvent.ResourceType);
        Write("purposeOfUse", auditEvent.PurposeOfUse);
        Write("isEmergency", auditEvent.IsEmergency);
        Write("emergencyGrantId", auditEvent.EmergencyGrantId);
        Write("revocationReason", auditEvent.RevocationReason?.ToString());
        Write("sessionEndReason", auditEvent.SessionEndReason?.ToString());
        Write("isRetry", auditEvent.IsRetry);
        Write("securityLabels", auditEvent.SecurityLabels);
        Write("dataCategories", auditEvent.DataCategories);
        Write("recipient", auditEvent.Recipient);
        Write(auditEvent.RemoteAddress);
        Write("serverHost", auditEvent.ServerHost);
    }

    private void WritePatientData(AuditEvent auditEvent)
    {
        Write("patient", Pseudonym(auditEvent.Patient));
        Write("resourceId", Pseudonyms.Covers(auditEvent.Type) ? Pseudonym(auditEvent.ResourceId) : auditEvent.ResourceId);
        Write("subjectName", auditEvent.SubjectName);
        Write("justification", auditEvent.Justification);
    }

    private string? Pseudonym(string? value) => value is null || _pseudonyms is null ? value : _pseudonyms.Of(value);

    private void WriteCut()
    {
        if (_cut is null)
        {
            return;
        }

        _json.WriteStartObject("cut"u8);
        foreach (var (name, length) in _cut)
        {
            _json.WriteNumber(name, length);
        }

        _json.WriteEndObject();
    }

    private void Write(string name, bool value)
    {
        if (value)
        {
            _json.WriteBoolean(name, value);
        }
    }

    private void Write(string name, string? value)
    {
        if (value is not null && !IsTooLarge)
        {
            _json.WriteString(name, Shorten(name, value));
        }
    }

    private void Write(string name, IReadOnlyList<string> values)
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
            _json.WriteString("remoteAddress"u8, text[..length]);
        }
    }

    private ReadOnlySpan<char> Shorten(string? name, string value)
    {
        if (value.Length <= _limits.Characters)
        {
            return value;
        }

        if (name is not null)
        {
            (_cut ??= []).Add((name, value.Length));
        }

        var length = char.IsHighSurrogate(value[_limits.Characters - 1]) ? _limits.Characters - 1 : _limits.Characters;
        return value.AsSpan(0, length);
    }
}
