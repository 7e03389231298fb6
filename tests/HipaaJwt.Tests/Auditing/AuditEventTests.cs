using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Auditing;

/// <summary>What an event tells, by the stage at which the verdict was reached.</summary>
public sealed class AuditEventTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RecordingAuditSink _sink = new();

    public static TheoryData<string, JwtErrorCode> BadBeforeTheSignature { get; } = new()
    {
        { "", JwtErrorCode.TokenMissing },
        { "not-a-token", JwtErrorCode.TokenNotCompact },
        { "AAAA.AA=A.AAAA", JwtErrorCode.TokenEncodingInvalid },
        { new string('A', 20_000), JwtErrorCode.TokenTooLarge },
    };

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task An_accepted_token_leaves_one_event_that_says_whose_it_is()
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
        auditEvent.Id.ToString("N")[..12].Should().Be(TestIssuer.Now.ToUnixTimeMilliseconds().ToString("x12", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(BadBeforeTheSignature))]
    public async Task A_token_of_a_bad_shape_leaves_one_event_with_no_claim(string token, JwtErrorCode code)
    {
        await using var host = Host();

        await host.ValidateAsync(token);

        ShouldHoldNoClaim(code, null);
    }

    [Fact]
    public async Task A_token_with_a_bad_signature_leaves_one_event_with_no_claim()
    {
        await using var host = Host();
        using var other = new TestIssuer();

        await host.ValidateAsync(other.Token());

        ShouldHoldNoClaim(JwtErrorCode.SignatureInvalid, null);
    }

    [Fact]
    public async Task A_token_with_an_unknown_key_leaves_one_event_with_no_claim()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token(header => header["kid"] = "other"));

        ShouldHoldNoClaim(JwtErrorCode.KeyNotFound, "kid");
    }

    [Fact]
    public async Task A_token_with_a_good_signature_and_bad_claims_leaves_one_event_that_says_whose_it_is()
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
    public async Task Claims_that_cannot_be_read_leave_the_issuer_of_the_key_alone()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), """{"sub":"user-42","sub":"user-43"}"""));

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        (auditEvent.ReasonCode, auditEvent.Issuer, auditEvent.Subject).Should().Be((JwtErrorCode.ClaimDuplicate, TestIssuer.Name, null));
    }

    [Fact]
    public async Task The_issuer_of_an_event_is_the_owner_of_the_key_and_not_what_the_token_says()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["iss"] = "https://attacker.example"));

        _sink.Events.Should().ContainSingle().Which.Issuer.Should().Be(TestIssuer.Name);
    }

    [Fact]
    public async Task What_is_known_of_the_request_is_told_and_an_access_decision_that_follows_records_for_itself()
    {
        await using var host = Host();
        var context = new JwtValidationRequest { RemoteAddress = IPAddress.Loopback, Resource = "GET /charts/{id}", AccessDecisionFollows = true };

        (await host.Validator.ValidateAsync(_issuer.Token(), context)).IsValid.Should().BeTrue();
        _sink.Events.Should().BeEmpty();
        await host.Validator.ValidateAsync(_issuer.Token(claims: claims => claims.Remove("jti")), context);

        var auditEvent = _sink.Events.Should().ContainSingle().Which;
        (auditEvent.RemoteAddress, auditEvent.Resource).Should().Be((IPAddress.Loopback, "GET /charts/{id}"));
    }

    [Fact]
    public async Task Every_call_leaves_exactly_one_event_and_no_two_share_an_id()
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
    public void The_outcome_follows_from_the_type_unless_it_is_set(AuditEventType type, AuditOutcome outcome)
    {
        new AuditEvent { Type = type }.Outcome.Should().Be(outcome);
        new AuditEvent { Type = type, Outcome = AuditOutcome.Failure }.Outcome.Should().Be(AuditOutcome.Failure);
    }

    [Fact]
    public async Task An_event_made_by_hand_receives_its_identity_when_it_is_recorded()
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
        (recorded.Type, recorded.Outcome, recorded.Time, recorded.Patient).Should().Be((AuditEventType.AccessGranted, AuditOutcome.Success, TestIssuer.Now, "p-7"));
        (recorded.Subject, recorded.SessionId, recorded.Actor, recorded.Issuer).Should().Be(("user-42", "session-9", "assistant-3", TestIssuer.Name));
        recorded.Roles.Should().Equal("physician");
        recorded.ServerHost.Should().Be(Environment.MachineName);
        recorded.Id.Should().NotBe(Guid.Empty).And.NotBe(_sink.Events.First().Id);
    }

    [Fact]
    public async Task An_event_about_denied_access_says_why()
    {
        await using var host = Host();
        var token = (await host.ValidateAsync(_issuer.Token())).Token!;

        AuditEvent.ForAccess(token, AuditOutcome.Failure, JwtErrorCode.RequirementNotMet)
            .Should().BeEquivalentTo(new { Type = AuditEventType.AccessDenied, Outcome = AuditOutcome.Failure, ReasonCode = JwtErrorCode.RequirementNotMet });
    }

    private TestHost Host() => new(_issuer, build: builder => builder.AddAuditSink(_sink, AuditDelivery.Required));

    private void ShouldHoldNoClaim(JwtErrorCode code, string? member)
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
