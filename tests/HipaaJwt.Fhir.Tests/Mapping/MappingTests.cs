using HipaaJwt.Fhir.Tests.Support;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Tests.Mapping;

public sealed class MappingTests
{
    private static readonly FhirAuditOptions Full = new() { IncludePatientData = true };

    [Theory]
    [InlineData(AuditEventType.AccessGranted, "110113", "AuthZ-Role")]
    [InlineData(AuditEventType.AccessDenied, "110113", "AuthZ-Role")]
    [InlineData(AuditEventType.TokenRejected, "110114", "110122")]
    [InlineData(AuditEventType.SessionStarted, "110114", "110122")]
    [InlineData(AuditEventType.SessionEnded, "110114", "110123")]
    [InlineData(AuditEventType.TokenRevoked, "110113", "110137")]
    [InlineData(AuditEventType.SigningKeyChanged, "110113", "110129")]
    [InlineData(AuditEventType.AuditLogStarted, "110113", "110134")]
    [InlineData(AuditEventType.AuditLogStopped, "110113", "110133")]
    [InlineData(AuditEventType.AuditLogSearched, "110101", null)]
    [InlineData(AuditEventType.RequestCompleted, "rest", null)]
    public void The_type_decides_the_codes(AuditEventType type, string code, string? subtype)
    {
        var resource = FhirAuditEvents.Create(Events.Of(type));

        (resource.Type!.Code, resource.Subtype.SingleOrDefault()?.Code).Should().Be((code, subtype));
    }

    [Theory]
    [InlineData(AuditAction.Create, "create", "110153", "110152")]
    [InlineData(AuditAction.Read, "read", "110152", "110153")]
    [InlineData(AuditAction.Update, "update", "110153", "110152")]
    [InlineData(AuditAction.Delete, "delete", "110150", "CST")]
    [InlineData(AuditAction.Execute, "operation", "110152", "110153")]
    public void The_action_decides_who_receives_the_data(AuditAction action, string subtype, string client, string server)
    {
        var resource = FhirAuditEvents.Create(Events.Granted() with { Action = action }, Events.Completed());

        resource.Subtype.Single().Code.Should().Be(subtype);
        resource.Agent.Where(agent => agent.Network is not null).Select(agent => agent.Type!.Coding.Single().Code)
            .Should().Equal(client, server);
    }

    [Theory]
    [InlineData(200, "N0")]
    [InlineData(399, "N0")]
    [InlineData(400, "N4")]
    [InlineData(499, "N4")]
    [InlineData(500, "N8")]
    [InlineData(null, "N4")]
    public void The_status_decides_the_outcome_of_an_access(int? status, string outcome) =>
        FhirAuditEvents.Create(Events.Granted(), Events.Completed(status)).Outcome.ToString().Should().Be(outcome);

    [Theory]
    [InlineData(JwtErrorCode.PermissionMissing, "N4")]
    [InlineData(JwtErrorCode.TokenMissing, "N4")]
    [InlineData(JwtErrorCode.TokenExpired, "N4")]
    [InlineData(JwtErrorCode.SignatureInvalid, "N8")]
    [InlineData(JwtErrorCode.AuditUnavailable, "N8")]
    public void The_reason_decides_the_outcome_of_a_failure(JwtErrorCode reason, string outcome)
    {
        var resource = FhirAuditEvents.Create(Events.Of(AuditEventType.AccessDenied) with { ReasonCode = reason });

        resource.Outcome.ToString().Should().Be(outcome);
        resource.OutcomeDesc.Should().Be($"{(int)reason} {reason}");
    }

    [Fact]
    public void A_failed_authentication_contains_no_claims()
    {
        var json = FhirAuditEvents.ToJson(Events.Of(AuditEventType.TokenRejected), options: Full);

        foreach (var claim in new[]
        {
            "idp.hospital.example", "user-42", "Ana Rivera", "portal", "token-1", "session-1", "scheduler", "p-9", "p-7", "obs-3",
            "physician", "North Hospital", "chest pain",
        })
        {
            json.Should().NotContain(claim);
        }

        json.Should().Contain("2001:db8::1").And.Contain("507 TokenExpired");
    }

    [Fact]
    public void Patient_data_is_written_only_if_the_option_asks_for_it()
    {
        string[] data = ["p-7", "obs-3", "Ana Rivera", "p-9", "chest pain"];

        var (without, with) = (FhirAuditEvents.ToJson(Events.Granted(), Events.Completed()),
            FhirAuditEvents.ToJson(Events.Granted(), Events.Completed(), Full));

        without.Should().NotContainAny(data);
        with.Should().ContainAll(data);
    }

    [Fact]
    public void Records_are_referenced_by_identifiers_or_by_addresses()
    {
        var options = new FhirAuditOptions { IncludePatientData = true, PatientIdentifierSystem = new Uri("urn:oid:1.2.3") };

        References(options).Should().Equal(("Observation", null, "obs-3"), ("Patient", null, "p-7"));
        options.RecordBaseAddress = new Uri("https://ehr.example/fhir/");
        References(options).Should().Equal(
            ("Observation", "https://ehr.example/fhir/Observation/obs-3", null), ("Patient", "https://ehr.example/fhir/Patient/p-7", null));
        FhirAuditEvents.Create(Events.Granted() with { Patient = "hmac:1a:x" }, Events.Completed(), options).Entity[1].What!.Identifier
            .Should().BeEquivalentTo(new { System = "urn:oid:1.2.3", Value = "hmac:1a:x" });

        static IEnumerable<(string?, string?, string?)> References(FhirAuditOptions options) =>
            FhirAuditEvents.Create(Events.Granted(), Events.Completed(), options).Entity.Take(2)
                .Select(entity => (entity.What!.Type, entity.What.Reference, entity.What.Identifier?.Value));
    }

    [Fact]
    public void Categories_labels_and_purposes_are_kept()
    {
        var resource = FhirAuditEvents.Create(Events.Granted(), Events.Completed());

        resource.Entity[0].Detail.Select(detail => (detail.Type, detail.Value!.ToString())).Should()
            .Contain([("data-category", "laboratory"), ("omitted-category", "psychotherapy-notes"), ("recipient", "registry")]);
        resource.Entity[0].SecurityLabel.Select(label => label.Code ?? label.Display).Should().Equal("R", "42CFRPart2", "local");
        resource.Agent[0].PurposeOfUse.Select(purpose => purpose.Coding[0].Code).Should().Equal("TREAT", "BTG");
        resource.Id.Should().HaveLength(36);
    }

    [Fact]
    public void A_completion_of_another_request_is_an_error()
    {
        FluentActions.Invoking(() => FhirAuditEvents.Create(Events.Granted(), Events.Completed(request: "other"))).Should()
            .Throw<ArgumentException>();
        FluentActions.Invoking(() => FhirAuditEvents.Create(Events.Granted(), Events.Granted())).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_event_names_its_source_and_at_least_one_agent() =>
        Enum.GetValues<AuditEventType>().Select(type => FhirAuditEvents.Create(Events.Bare(type))).Should().OnlyContain(
            resource => resource.Source!.Observer != null && resource.Agent.Count > 0
                && resource.Agent.All(agent => agent.Requestor != null));
}
