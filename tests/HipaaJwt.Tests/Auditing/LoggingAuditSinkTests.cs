using System.Net;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

public sealed class LoggingAuditSinkTests : IDisposable
{
    private static readonly string[] AllNames =
    [
        "schemaVersion", "id", "time", "type", "outcome", "reasonCode", "reason", "reasonMember", "requestId", "traceId",
        "issuer", "subject", "clientId", "tokenId", "sessionId", "actor", "onBehalfOf", "roles", "organization", "tenant",
        "permissions", "policy", "action", "resource", "resourceType", "purposeOfUse", "isEmergency", "emergencyGrantId",
        "revocationReason", "sessionEndReason", "isRetry", "securityLabels", "dataCategories", "responseStatus",
        "omittedCategories", "recipient", "remoteAddress", "serverHost",
    ];

    private static readonly string[] PatientNames = ["patient", "resourceId", "subjectName", "justification"];

    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("a\r\nlevel=Critical forged")]
    [InlineData("a\u001b[31mred")]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("a\u202Egnp.exe")]
    [InlineData("{0} {Subject} {{x}} %s")]
    [InlineData("\"},{\"subject\":\"other")]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("\u0085\u0000\u007f")]
    public async Task The_message_is_one_line_of_ASCII_that_preserves_any_claim(string claim)
    {
        var json = await WriteAsync(Event() with { Subject = claim });

        json.RootElement.GetProperty("subject").GetString().Should().Be(claim);
    }

    [Fact]
    public void The_message_is_one_line_of_ASCII_for_any_string() =>
        Gen.String.Sample(
            text =>
            {
                using var log = new CapturedLog();
                var write = Sink(log).WriteAsync(Event() with { Resource = text, ClientId = text }, CancellationToken.None);
                write.IsCompletedSuccessfully.Should().BeTrue();
                ShouldBeOneLineOfAscii(log.Lines.Single().Text);
            },
            iter: 3_000,
            threads: 1);

    [Fact]
    public async Task A_lone_surrogate_is_written_as_a_replacement_character() =>
        (await WriteAsync(Event() with { Resource = "a\ud800b" })).RootElement.GetProperty("resource").GetString().Should().Be("a\uFFFDb");

    [Fact]
    public async Task A_full_event_contains_all_fields_under_stable_names()
    {
        var json = await WriteAsync(FullEvent());

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal(AllNames);
        json.RootElement.GetProperty("schemaVersion").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("time").GetString().Should().Be("2026-01-15T12:00:00Z");
        json.RootElement.GetProperty("outcome").GetString().Should().Be("Failure");
        json.RootElement.GetProperty("reasonCode").GetInt32().Should().Be(900);
        json.RootElement.GetProperty("remoteAddress").GetString().Should().Be("::1");
        json.RootElement.GetProperty("action").GetString().Should().Be("U");
        json.RootElement.GetProperty("permissions").EnumerateArray().Select(name => name.GetString()).Should().Equal("p", "q");
    }

    [Fact]
    public async Task Patient_data_is_written_only_if_the_options_include_it()
    {
        (await WriteAsync(FullEvent())).RootElement.GetRawText()
            .Should().NotContain("p-7").And.NotContain("Rivera").And.NotContain("chest pain").And.NotContain("chart-3");

        _log.Clear();
        var json = await WriteAsync(FullEvent(), new AuditOptions { IncludePatientData = true });

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal([.. AllNames, .. PatientNames]);
        json.RootElement.GetProperty("patient").GetString().Should().Be("p-7");
    }

    [Fact]
    public async Task The_fields_are_also_structured_properties()
    {
        await WriteAsync(FullEvent());

        var properties = _log.Lines.Single().Properties;
        properties.Select(property => property.Key).Should().Equal([.. AllNames, "AuditEvent", "{OriginalFormat}"]);
        properties.Should().Contain(KeyValuePair.Create<string, object?>("subject", "s"));
        properties.Should().Contain(KeyValuePair.Create<string, object?>("permissions", "p q"));
        properties.Should().Contain(KeyValuePair.Create<string, object?>("time", "2026-01-15T12:00:00.0000000Z"));
    }

    [Fact]
    public void Every_property_of_an_event_has_a_name_in_the_log() =>
        typeof(AuditEvent).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
            .Except([.. AllNames, .. PatientNames])
            .Should().BeEmpty();

    [Fact]
    public async Task Fields_without_a_value_are_omitted()
    {
        var json = await WriteAsync(Event());

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("schemaVersion", "id", "time", "type", "outcome");
    }

    [Theory]
    [InlineData(AuditEventType.TokenAccepted, LogLevel.Information, 100)]
    [InlineData(AuditEventType.AccessGranted, LogLevel.Information, 100)]
    [InlineData(AuditEventType.TokenRejected, LogLevel.Warning, 101)]
    [InlineData(AuditEventType.AccessDenied, LogLevel.Warning, 101)]
    public async Task Successes_are_logged_as_information_and_failures_as_warnings(AuditEventType type, LogLevel level, int id)
    {
        await WriteAsync(Event() with { Type = type });

        var line = _log.Lines.Should().ContainSingle().Which;
        (line.Category, line.Level, line.Id).Should().Be(("HipaaJwt.LoggingAuditSink", level, id));
    }

    [Theory]
    [InlineData(AuditEventType.TokenAccepted, LogLevel.Information, true)]
    [InlineData(AuditEventType.TokenAccepted, LogLevel.Warning, false)]
    [InlineData(AuditEventType.TokenRejected, LogLevel.Warning, true)]
    [InlineData(AuditEventType.TokenRejected, LogLevel.Error, false)]
    [InlineData(AuditEventType.AccessDenied, LogLevel.None, false)]
    public async Task An_event_that_a_filter_drops_fails_the_write(AuditEventType type, LogLevel minimum, bool isWritten)
    {
        using var factory = LoggerFactory.Create(logging => logging
            .AddProvider(_log).SetMinimumLevel(LogLevel.Trace).AddFilter("HipaaJwt.LoggingAuditSink", minimum));
        var sink = new LoggingAuditSink(factory.CreateLogger<LoggingAuditSink>());

        var write = async () => await sink.WriteAsync(Event() with { Type = type }, CancellationToken.None);

        if (isWritten)
        {
            await write.Should().NotThrowAsync();
        }
        else
        {
            (await write.Should().ThrowAsync<InvalidOperationException>()).Which.Message
                .Should().Contain("Logging:LogLevel:HipaaJwt.LoggingAuditSink");
        }

        _log.Lines.Should().HaveCount(isWritten ? 1 : 0);
    }

    [Fact]
    public void A_null_event_throws() =>
        Sink(_log).Invoking(sink => sink.WriteAsync(null!, CancellationToken.None)).Should().Throw<ArgumentNullException>();

    private static AuditEvent Event() => new()
    {
        Id = Guid.CreateVersion7(TestIssuer.Now),
        Time = TestIssuer.Now,
        Type = AuditEventType.TokenAccepted,
    };

    private static AuditEvent FullEvent() => new()
    {
        Id = Guid.CreateVersion7(TestIssuer.Now),
        Time = TestIssuer.Now,
        Type = AuditEventType.AccessDenied,
        ReasonCode = JwtErrorCode.PermissionMissing,
        ReasonMember = "scope",
        RequestId = "0HN:1",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Issuer = "i",
        Subject = "s",
        SubjectName = "Ana Rivera",
        ClientId = "c",
        TokenId = "t",
        SessionId = "x",
        Actor = "a",
        OnBehalfOf = "b",
        Roles = ["physician"],
        Organization = "o",
        Tenant = "n",
        Permissions = ["p", "q"],
        Policy = "y",
        Action = AuditAction.Update,
        Resource = "r",
        ResourceType = "Chart",
        ResourceId = "chart-3",
        Patient = "p-7",
        PurposeOfUse = "TREAT",
        IsEmergency = true,
        EmergencyGrantId = "g",
        Justification = "chest pain",
        RevocationReason = RevocationReason.Logout,
        SessionEndReason = SessionEndReason.Idle,
        IsRetry = true,
        SecurityLabels = ["R"],
        DataCategories = ["laboratory"],
        ResponseStatus = 206,
        OmittedCategories = ["psychotherapy-notes"],
        Recipient = "e",
        RemoteAddress = IPAddress.IPv6Loopback,
        ServerHost = "h",
    };

    private static LoggingAuditSink Sink(CapturedLog log, AuditOptions? options = null) =>
        new(new LoggerFactory([log]).CreateLogger<LoggingAuditSink>(), options);

    private static void ShouldBeOneLineOfAscii(string line) =>
        line.Any(character => character is < ' ' or > '~').Should().BeFalse(line);

    private async Task<JsonDocument> WriteAsync(AuditEvent auditEvent, AuditOptions? options = null)
    {
        await Sink(_log, options).WriteAsync(auditEvent, CancellationToken.None);
        var line = _log.Lines.Should().ContainSingle().Which.Text;
        ShouldBeOneLineOfAscii(line);
        return JsonDocument.Parse(line);
    }
}
