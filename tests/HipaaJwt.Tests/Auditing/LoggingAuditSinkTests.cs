using System.Net;
using System.Text.Json;
using CsCheck;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

public sealed class LoggingAuditSinkTests : IDisposable
{
    private static readonly string[] AllNames =
    [
        "id", "time", "type", "outcome", "reasonNumber", "reason", "reasonMember", "issuer", "subject", "client", "tokenId",
        "permission", "resource", "traceId", "remoteAddress",
    ];

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
    public async Task Whatever_a_claim_holds_the_line_is_one_line_of_ascii_and_keeps_it(string claim)
    {
        var json = await WriteAsync(Event() with { Subject = claim });

        json.RootElement.GetProperty("subject").GetString().Should().Be(claim);
    }

    [Fact]
    public void Any_string_stays_one_line_of_ascii() =>
        Gen.String.Sample(
            text =>
            {
                using var log = new CapturedLog();
                Sink(log).WriteAsync(Event() with { Resource = text, ClientId = text }, CancellationToken.None).AsTask().IsCompletedSuccessfully.Should().BeTrue();
                ShouldBeOneLineOfAscii(log.Lines.Single().Text);
            },
            iter: 3_000,
            threads: 1);

    [Fact]
    public async Task A_lone_surrogate_does_not_keep_the_line_from_being_written() =>
        (await WriteAsync(Event() with { Resource = "a\ud800b" })).RootElement.GetProperty("resource").GetString().Should().Be("a\uFFFDb");

    [Fact]
    public async Task A_full_event_tells_everything_under_stable_names()
    {
        var json = await WriteAsync(new AuditEvent
        {
            Id = Guid.CreateVersion7(TestIssuer.Now),
            Time = TestIssuer.Now,
            Type = AuditEventType.AccessDenied,
            ReasonCode = JwtErrorCode.PermissionMissing,
            ReasonMember = "scope",
            Issuer = "i",
            Subject = "s",
            ClientId = "c",
            TokenId = "t",
            Permission = "p",
            Resource = "r",
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            RemoteAddress = IPAddress.IPv6Loopback,
        });

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal(AllNames);
        json.RootElement.GetProperty("time").GetString().Should().Be("2026-01-15T12:00:00Z");
        json.RootElement.GetProperty("outcome").GetString().Should().Be("Refused");
        json.RootElement.GetProperty("reasonNumber").GetInt32().Should().Be(900);
        json.RootElement.GetProperty("remoteAddress").GetString().Should().Be("::1");
    }

    [Fact]
    public async Task What_is_not_known_is_left_out()
    {
        var json = await WriteAsync(Event());

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("id", "time", "type", "outcome");
    }

    [Theory]
    [InlineData(AuditEventType.TokenAccepted, LogLevel.Information, 100)]
    [InlineData(AuditEventType.AccessPermitted, LogLevel.Information, 100)]
    [InlineData(AuditEventType.TokenRefused, LogLevel.Warning, 101)]
    [InlineData(AuditEventType.AccessDenied, LogLevel.Warning, 101)]
    public async Task A_refusal_is_a_warning(AuditEventType type, LogLevel level, int id)
    {
        await WriteAsync(Event() with { Type = type });

        var line = _log.Lines.Should().ContainSingle().Which;
        (line.Category, line.Level, line.Id).Should().Be(("HipaaJwt.LoggingAuditSink", level, id));
    }

    [Fact]
    public void An_event_must_be_given() =>
        Sink(_log).Invoking(sink => sink.WriteAsync(null!, CancellationToken.None)).Should().Throw<ArgumentNullException>();

    private static AuditEvent Event() => new() { Id = Guid.CreateVersion7(TestIssuer.Now), Time = TestIssuer.Now, Type = AuditEventType.TokenAccepted };

    private static LoggingAuditSink Sink(CapturedLog log) => new(new LoggerFactory([log]).CreateLogger<LoggingAuditSink>());

    private static void ShouldBeOneLineOfAscii(string line) =>
        line.Any(character => character is < ' ' or > '~').Should().BeFalse(line);

    private async Task<JsonDocument> WriteAsync(AuditEvent auditEvent)
    {
        await Sink(_log).WriteAsync(auditEvent, CancellationToken.None);
        var line = _log.Lines.Should().ContainSingle().Which.Text;
        ShouldBeOneLineOfAscii(line);
        return JsonDocument.Parse(line);
    }
}
