using System.Text;
using System.Text.Json;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Tests.Vectors;

namespace HipaaJwt.AuditLog.Tests.Records;

public sealed class RecordTests : IDisposable
{
    /// <summary>A record of schema version 1. Readers accept it for ever: do not change it.</summary>
    private static readonly string Version1 = File.ReadAllText(
        Path.Combine(VectorFiles.Repository, "tests", "HipaaJwt.AuditLog.Tests", "Records", "version-1.json")).Trim();

    private readonly RecordWriter _writer = new(null);

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Every_property_is_read_back()
    {
        var written = FullEvent.Create();

        var read = RecordReader.TryRead(Write(written));

        read.Should().BeEquivalentTo(written);
        typeof(AuditEvent).GetProperties().Where(property => property.GetMethod!.IsPublic && !property.GetMethod.IsStatic)
            .Should().OnlyContain(property => !IsDefault(property.GetValue(read)), "each property has a value in this test");
    }

    [Fact]
    public void A_record_of_schema_version_1_is_read_for_ever()
    {
        var read = RecordReader.TryRead(Encoding.ASCII.GetBytes(Version1));

        read.Should().BeEquivalentTo(
            FullEvent.Create() with
            {
                ReasonCode = (JwtErrorCode)906,
                RevocationReason = null,
                SessionEndReason = null,
                ResponseStatus = null,
                OmittedCategories = [],
            });
    }

    [Fact]
    public void Equal_events_have_different_records()
    {
        var first = Write(FullEvent.Create());

        Write(FullEvent.Create()).Should().NotEqual(first, "each record has a salt");
    }

    [Theory]
    [InlineData("\u0000\u0001\u001f\"\\/\n\r\t\u007f\u2028\u00e4\u20ac\ud83d\ude00<>&'+`")]
    [InlineData("")]
    public void Any_text_is_written_in_ASCII_on_one_line_and_read_back(string text)
    {
        var json = Write(FullEvent.Create() with { Subject = text });

        json.Should().OnlyContain(value => value >= 0x20 && value < 0x7F);
        RecordReader.TryRead(json)!.Subject.Should().Be(text);
    }

    [Theory]
    [InlineData("a\ud800")]
    [InlineData("\udc00a")]
    [InlineData("\ud800\ud800\udc00")]
    public void A_lone_surrogate_is_replaced(string text)
    {
        var json = Write(FullEvent.Create() with { Subject = text, Roles = [text] });

        RecordReader.TryRead(json)!.Subject.Should().Contain("\ufffd");
    }

    [Fact]
    public void A_record_of_exactly_the_largest_size_is_not_cut()
    {
        var length = LogLine.MaxJsonLength - Write(FullEvent.Create() with { Justification = "" }).Length;

        var largest = Write(FullEvent.Create() with { Justification = new string('x', length) });
        var larger = Write(FullEvent.Create() with { Justification = new string('x', length + 1) });

        largest.Length.Should().Be(LogLine.MaxJsonLength);
        RecordReader.TryRead(largest)!.Justification.Should().HaveLength(length);
        larger.Length.Should().BeLessThan(LogLine.MaxJsonLength);
        RecordReader.TryRead(larger)!.Justification.Should().HaveLength(1_024);
        Cut(larger).Should().Equal(new Dictionary<string, int> { ["justification"] = length + 1 });
    }

    [Fact]
    public void Lists_are_cut_with_their_count()
    {
        var json = Write(FullEvent.Create() with { Permissions = [.. Enumerable.Range(0, 5_000).Select(index => $"permission:{index}")] });

        RecordReader.TryRead(json)!.Permissions.Should().HaveCount(256).And.StartWith("permission:0");
        Cut(json).Should().Equal(new Dictionary<string, int> { ["permissions"] = 5_000 });
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\ud800")]
    [InlineData("x")]
    public void An_event_of_the_largest_texts_and_lists_still_fits(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 100_000));
        var list = Enumerable.Repeat(text, 300).ToList();

        var json = Write(Fill(text, list));

        json.Length.Should().BeLessThanOrEqualTo(LogLine.MaxJsonLength);
        var read = RecordReader.TryRead(json);
        read!.Id.Should().Be(FullEvent.Create().Id);
        Cut(json)["justification"].Should().Be(text.Length);
    }

    [Fact]
    public void A_small_record_after_a_large_one_is_whole()
    {
        Write(Fill(new string('x', 1_000_000), []));

        RecordReader.TryRead(Write(FullEvent.Create())).Should().BeEquivalentTo(FullEvent.Create());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("----")]
    [InlineData("{}")]
    [InlineData("{\"schemaVersion\":0}")]
    [InlineData("{\"schemaVersion\":2}")]
    [InlineData("{\"schemaVersion\":\"1\"}")]
    [InlineData("{\"schemaVersion\":1,\"type\":\"AccessDenied\",\"outcome\":\"Failure\"}")]
    [InlineData("{\"schemaVersion\":1,\"type\":\"99\",\"outcome\":\"Failure\"}")]
    [InlineData("{\"schemaVersion\":1,\"type\":1,\"outcome\":\"Failure\"}")]
    public void Anything_else_is_no_event(string json) => RecordReader.TryRead(Encoding.UTF8.GetBytes(json)).Should().BeNull();

    [Theory]
    [InlineData("\"id\":\"01900000-0000-7000-8000-000000000001\"", "\"id\":7")]
    [InlineData("2026-03-04T05:06:07.089Z", "yesterday")]
    [InlineData("\"reasonCode\":906", "\"reasonCode\":99999999999")]
    [InlineData("\"roles\":[\"physician\",\"nurse\"]", "\"roles\":7")]
    [InlineData("\"roles\":[\"physician\",\"nurse\"]", "\"roles\":[null]")]
    [InlineData("\"isRetry\":true", "\"isRetry\":\"yes\"")]
    [InlineData("\"isRetry\":true", "\"responseStatus\":\"200\"")]
    [InlineData("\"tenant\":\"tenant\"", "\"tenant\":\"\\ud800\"")]
    public void A_record_with_a_malformed_member_is_no_event(string part, string replacement)
    {
        Version1.Should().Contain(part);
        RecordReader.TryRead(Encoding.UTF8.GetBytes(Version1.Replace(part, replacement, StringComparison.Ordinal))).Should().BeNull();
    }

    [Fact]
    public void Unknown_members_are_ignored() => RecordReader.TryRead(
        Encoding.UTF8.GetBytes(Version1.Replace("{\"schemaVersion\"", "{\"later\":[{}],\"schemaVersion\"", StringComparison.Ordinal)))
            .Should().NotBeNull();

    [Fact]
    public void Pseudonyms_replace_patients_and_their_records_only()
    {
        var pseudonyms = new Pseudonyms([[1, 2, 3], [4, 5, 6]]);
        using var writer = new RecordWriter(pseudonyms);
        writer.Write(FullEvent.Create());
        var access = RecordReader.TryRead(writer.Record.ToArray())!;
        writer.Write(FullEvent.Create() with { Type = AuditEventType.SigningKeyChanged });
        var change = RecordReader.TryRead(writer.Record.ToArray())!;

        pseudonyms.AllOf("patient-1").Should().HaveCount(3).And.Contain(access.Patient).And.Contain("patient-1");
        (access.ResourceId, access.Subject).Should().Be((pseudonyms.Of("chart-1"), "user-1"));
        (change.ResourceId, change.Patient).Should().Be(("chart-1", access.Patient));
    }

    private static AuditEvent Fill(string text, IReadOnlyList<string> list) => FullEvent.Create() with
    {
        ReasonMember = text,
        RequestId = text,
        TraceId = text,
        Issuer = text,
        Subject = text,
        SubjectName = text,
        ClientId = text,
        TokenId = text,
        SessionId = text,
        Actor = text,
        OnBehalfOf = text,
        Roles = list,
        Organization = text,
        Tenant = text,
        Permissions = list,
        Policy = text,
        Resource = text,
        ResourceType = text,
        ResourceId = text,
        Patient = text,
        PurposeOfUse = text,
        EmergencyGrantId = text,
        Justification = text,
        SecurityLabels = list,
        DataCategories = list,
        OmittedCategories = list,
        Recipient = text,
        ServerHost = text,
    };

    private static Dictionary<string, int> Cut(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("cut").EnumerateObject().ToDictionary(cut => cut.Name, cut => cut.Value.GetInt32());
    }

    private static bool IsDefault(object? value) => value is null or 0 or false or System.Collections.ICollection { Count: 0 };

    private byte[] Write(AuditEvent auditEvent)
    {
        _writer.Write(auditEvent);
        return _writer.Record.ToArray();
    }
}
