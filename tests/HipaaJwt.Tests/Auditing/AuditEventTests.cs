using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Auditing;

/// <summary>The content of events, by the validation stage that decided.</summary>
public sealed class AuditEventTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RecordingAuditSink _sink = new();

    public static TheoryData<string, JwtErrorCode> MalformedTokens { get; } = new()
    {
        { "", JwtErrorCode.TokenMissing },
        { "not-a-token", JwtErrorCode.TokenNotCompact },
        { "AAAA.AA=A.AAAA", JwtErrorCode.TokenEncodingInvalid },
        { new string('A', 20_000), JwtErrorCode.TokenTooLarge },
    };

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task An_accepted_token_writes_one_event_with_its_identifiers()
    {
        using var activity = new Activity("request").Start();
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token());

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        auditEvent.Should().BeEquivalentTo(new AuditEvent
        {
            Id = auditEvent.Id,
            Time = TestIssuer.Now,
            Type = AuditEventType.TokenAccepted,
            Issuer = TestIssuer.Name,
            Subject = "user-42",
            ClientId = "clinic-app",
            TokenId = "token-1",
            Roles = ["physician"],
            ServerHost = Environment.MachineName,
            TraceId = activity.TraceId.ToHexString(),
        });
        auditEvent.Outcome.Should().Be(AuditOutcome.Success);
        auditEvent.Id.Version.Should().Be(7);
        var milliseconds = TestIssuer.Now.ToUnixTimeMilliseconds();
        auditEvent.Id.ToString("N")[..12].Should().Be(milliseconds.ToString("x12", CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(MalformedTokens))]
    public async Task A_malformed_token_writes_one_event_without_claims(string token, JwtErrorCode code)
    {
        await using var host = Host();

        await host.ValidateAsync(token);

        ShouldContainNoClaims(code, null);
    }

    [Fact]
    public async Task A_token_with_an_invalid_signature_writes_one_event_without_claims()
    {
        await using var host = Host();
        using var other = new TestIssuer();

        await host.ValidateAsync(other.Token());

        ShouldContainNoClaims(JwtErrorCode.SignatureInvalid, null);
    }

    [Fact]
    public async Task A_token_with_an_unknown_key_writes_one_event_without_claims()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token(header => header["kid"] = "other"));

        ShouldContainNoClaims(JwtErrorCode.KeyNotFound, "kid");
    }

    [Fact]
    public async Task A_token_with_a_valid_signature_and_invalid_claims_writes_one_event_with_its_identifiers()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["aud"] = "https://other.example"));

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        auditEvent.Should().BeEquivalentTo(new AuditEvent
        {
            Id = auditEvent.Id,
            Time = TestIssuer.Now,
            Type = AuditEventType.TokenRejected,
            ReasonCode = JwtErrorCode.AudienceNotAllowed,
            ReasonMember = "aud",
            Issuer = TestIssuer.Name,
            Subject = "user-42",
            ClientId = "clinic-app",
            TokenId = "token-1",
            ServerHost = Environment.MachineName,
        });
        auditEvent.Outcome.Should().Be(AuditOutcome.Failure);
    }

    [Fact]
    public async Task A_token_with_malformed_claims_writes_one_event_with_only_the_issuer()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), """{"sub":"user-42","sub":"user-43"}"""));

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        (auditEvent.ReasonCode, auditEvent.Issuer, auditEvent.Subject).Should().Be((JwtErrorCode.ClaimDuplicate, TestIssuer.Name, null));
    }

    [Fact]
    public async Task The_issuer_of_an_event_is_the_owner_of_the_key_and_not_the_iss_claim()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["iss"] = "https://attacker.example"));

        _sink.Events.Should().ContainSingle().Which.Issuer.Should().Be(TestIssuer.Name);
    }

    [Fact]
    public async Task An_event_contains_request_data_and_an_accepted_token_before_an_access_decision_writes_no_event()
    {
        await using var host = Host();
        var request = new JwtValidationRequest
        {
            RemoteAddress = IPAddress.Loopback,
            Resource = "GET /charts/{id}",
            AccessDecisionFollows = true,
        };

        (await host.Validator.ValidateAsync(_issuer.Token(), request)).IsValid.Should().BeTrue();
        _sink.Events.Should().BeEmpty();
        await host.Validator.ValidateAsync(_issuer.Token(claims: claims => claims.Remove("jti")), request);

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        (auditEvent.RemoteAddress, auditEvent.Resource).Should().Be((IPAddress.Loopback, "GET /charts/{id}"));
    }

    [Fact]
    public async Task Every_call_writes_exactly_one_event_with_a_unique_id()
    {
        await using var host = Host();
        var token = _issuer.Token();

        for (var i = 0; i < 20; i++)
        {
            await host.ValidateAsync(token);
            await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(token));
            await host.ValidateAsync("x");
        }

        _sink.Events.Should().HaveCount(60);
        _sink.Events.Select(auditEvent => auditEvent.Id).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(AuditEventType.TokenAccepted, AuditOutcome.Success)]
    [InlineData(AuditEventType.TokenRejected, AuditOutcome.Failure)]
    [InlineData(AuditEventType.AccessGranted, AuditOutcome.Success)]
    [InlineData(AuditEventType.AccessDenied, AuditOutcome.Failure)]
    [InlineData(AuditEventType.PhiClaimWarning, AuditOutcome.Success)]
    public void The_type_determines_the_outcome_unless_the_outcome_is_set(AuditEventType type, AuditOutcome outcome)
    {
        new AuditEvent { Type = type }.Outcome.Should().Be(outcome);
        new AuditEvent { Type = type, Outcome = AuditOutcome.Failure }.Outcome.Should().Be(AuditOutcome.Failure);
    }

    [Fact]
    public async Task An_event_of_the_application_receives_its_id_when_it_is_recorded()
    {
        await using var host = Host();
        var token = (await host.ValidateAsync(_issuer.Token(claims: claims =>
        {
            claims["sid"] = "session-9";
            claims["act"] = new JsonObject { ["sub"] = "assistant-3" };
        }))).Token!;
        var trail = host.Services.GetRequiredService<IAuditTrail>();

        (await trail.RecordAsync(AuditEvent.ForAccess(token) with { Patient = "p-7", Action = AuditAction.Read })).Should().BeTrue();

        _sink.Events.Should().HaveCount(2);
        var recorded = _sink.Events.Last();
        (recorded.Type, recorded.Outcome, recorded.Time, recorded.Patient)
            .Should().Be((AuditEventType.AccessGranted, AuditOutcome.Success, TestIssuer.Now, "p-7"));
        (recorded.Subject, recorded.SessionId, recorded.Actor, recorded.Issuer)
            .Should().Be(("user-42", "session-9", "assistant-3", TestIssuer.Name));
        recorded.Roles.Should().Equal("physician");
        recorded.ServerHost.Should().Be(Environment.MachineName);
        recorded.Id.Should().NotBe(Guid.Empty).And.NotBe(_sink.Events.First().Id);
    }

    [Fact]
    public async Task An_event_about_denied_access_contains_the_reason()
    {
        await using var host = Host();
        var token = (await host.ValidateAsync(_issuer.Token())).Token!;

        AuditEvent.ForAccess(token, AuditOutcome.Failure, JwtErrorCode.RequirementNotMet).Should().BeEquivalentTo(new
        {
            Type = AuditEventType.AccessDenied,
            Outcome = AuditOutcome.Failure,
            ReasonCode = JwtErrorCode.RequirementNotMet,
        });
    }

    private TestHost Host() => new(_issuer, build: builder => builder.AddAuditSink(_sink, AuditDelivery.Required));

    private void ShouldContainNoClaims(JwtErrorCode code, string? member)
    {
        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        auditEvent.Should().BeEquivalentTo(new AuditEvent
        {
            Id = auditEvent.Id,
            Time = TestIssuer.Now,
            Type = AuditEventType.TokenRejected,
            ReasonCode = code,
            ReasonMember = member,
            ServerHost = Environment.MachineName,
        });
    }
}
