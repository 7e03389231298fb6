using HipaaJwt.Fhir.Tests.Support;
using Hl7.Fhir.Model;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Tests.Mapping;

/// <summary>The cardinalities and patterns of IHE BALP 1.1.4, written by hand from its structure definitions.</summary>
public sealed class BalpTests
{
    private const string Profiles = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
    private const string PatientRead = Profiles + "IHE.BasicAudit.PatientRead";
    private const string Minimal = Profiles + "IHE.BasicAudit.OAUTHaccessTokenUse.Minimal";
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";

    private static readonly FhirAuditOptions Full = new() { IncludePatientData = true };

    [Theory]
    [InlineData(200)]
    [InlineData(206)]
    [InlineData(299)]
    [InlineData(304)]
    public void A_read_of_a_patients_record_with_a_successful_response_claims_both_profiles_and_fulfills_them(int status)
    {
        var resource = FhirAuditEvents.Create(Events.Granted(), Events.Completed(status), Full);

        ClaimsOf(resource).Should().Equal(PatientRead, Minimal);
        ShouldFulfillPatientRead(resource);
        ShouldFulfillMinimal(resource);
    }

    [Fact]
    public void Every_claim_of_every_combination_holds()
    {
        AuditEvent[] variants =
        [
            Events.Granted(),
            Events.Granted() with { Subject = null },
            Events.Granted() with { ClientId = null },
            Events.Granted() with { RemoteAddress = null },
            Events.Granted() with { ServerHost = null },
            Events.Granted() with { TokenId = null },
            Events.Granted() with { TokenId = " " },
            Events.Granted() with { Patient = null },
            Events.Granted() with { Resource = null, ResourceId = null, ResourceType = null },
            Events.Granted() with { Action = AuditAction.Update },
            Events.Granted() with { Action = AuditAction.Execute },
            Events.Of(AuditEventType.AccessDenied),
        ];

        foreach (var resource in variants.SelectMany(variant => new[]
        {
            FhirAuditEvents.Create(variant, Events.Completed(), Full),
            FhirAuditEvents.Create(variant, Events.Completed(404), Full),
            FhirAuditEvents.Create(variant, Events.Completed()),
            FhirAuditEvents.Create(variant, null, Full),
        }))
        {
            if (ClaimsOf(resource).Contains(PatientRead))
            {
                ShouldFulfillPatientRead(resource);
            }

            if (ClaimsOf(resource).Contains(Minimal))
            {
                ShouldFulfillMinimal(resource);
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(199)]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public void Without_a_successful_response_no_profile_is_claimed(int? status) =>
        ClaimsOf(FhirAuditEvents.Create(Events.Granted(), Events.Completed(status), Full)).Should().BeEmpty();

    [Fact]
    public void Without_a_completion_no_profile_is_claimed() =>
        ClaimsOf(FhirAuditEvents.Create(Events.Granted(), null, Full)).Should().BeEmpty();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_identifier_of_the_token_no_profile_is_claimed(string? tokenId) => ClaimsOf(FhirAuditEvents.Create(
        Events.Granted() with { TokenId = tokenId }, Events.Completed() with { TokenId = tokenId }, Full)).Should().BeEmpty();

    [Fact]
    public void Without_patient_data_only_the_use_of_the_token_is_claimed() =>
        ClaimsOf(FhirAuditEvents.Create(Events.Granted(), Events.Completed())).Should().Equal(Minimal);

    [Theory]
    [InlineData(AuditAction.Create)]
    [InlineData(AuditAction.Update)]
    [InlineData(AuditAction.Delete)]
    [InlineData(AuditAction.Execute)]
    public void Other_actions_are_no_reads(AuditAction action) =>
        ClaimsOf(FhirAuditEvents.Create(Events.Granted() with { Action = action }, Events.Completed(), Full)).Should().Equal(Minimal);

    [Fact]
    public void A_read_without_a_network_address_is_not_claimed() => ClaimsOf(
        FhirAuditEvents.Create(Events.Granted() with { RemoteAddress = null }, Events.Completed(), Full)).Should().Equal(Minimal);

    [Fact]
    public void The_identifier_of_the_token_is_a_URN()
    {
        var resource = FhirAuditEvents.Create(Events.Granted() with { TokenId = "a b/\u00e4" }, Events.Completed(), Full);

        resource.Agent.SelectMany(agent => agent.Policy).Should().Equal("urn:ietf:params:oauth:jti:a%20b%2F%C3%A4");
    }

    /// <summary>IHE.BasicAudit.Read and IHE.BasicAudit.PatientRead.</summary>
    private static void ShouldFulfillPatientRead(FhirAuditEvent resource)
    {
        (resource.Type!.System, resource.Type.Code).Should().Be(("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"));
        resource.Subtype.Where(subtype => subtype.System == "http://hl7.org/fhir/restful-interaction" && subtype.Code is "read" or "vread")
            .Should().ContainSingle();
        resource.Action.Should().Be(FhirAuditEvent.AuditEventAction.R);
        resource.Outcome.Should().Be(FhirAuditEvent.AuditEventOutcome.N0);
        resource.Recorded.Should().NotBeNull();
        resource.Agent.Should().HaveCountGreaterThanOrEqualTo(2);
        foreach (var code in new[] { "110152", "110153" })
        {
            var agent = AgentsOf(resource, Dicom, code).Should().ContainSingle().Subject;
            agent.Who.Should().NotBeNull();
            agent.Network.Should().NotBeNull();
            agent.Media.Should().BeNull();
        }

        var users = AgentsOf(resource, "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP").ToList();
        users.Should().HaveCountLessThanOrEqualTo(1);
        users.TrueForAll(user => user is { Who: not null, Requestor: true, Network: null, Media: null }).Should().BeTrue();
        resource.Entity.Should().HaveCountGreaterThanOrEqualTo(2);
        var data = EntitiesOf(resource, "http://terminology.hl7.org/CodeSystem/audit-entity-type", "2").Should().ContainSingle().Subject;
        data.What.Should().NotBeNull();
        data.Role!.Code.Should().BeOneOf("3", "4", "20");
        var patient = EntitiesOf(resource, "http://terminology.hl7.org/CodeSystem/audit-entity-type", "1").Should().ContainSingle().Subject;
        (patient.Role!.System, patient.Role.Code).Should().Be(("http://terminology.hl7.org/CodeSystem/object-role", "1"));
        patient.What!.Type.Should().Be("Patient");
        EntitiesOf(resource, "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId").ToList()
            .Select(entity => entity.What?.Identifier?.Value).Should().HaveCountLessThanOrEqualTo(1).And.NotContainNulls();
    }

    /// <summary>IHE.BasicAudit.OAUTHaccessTokenUse.Minimal.</summary>
    private static void ShouldFulfillMinimal(FhirAuditEvent resource)
    {
        var users = AgentsOf(resource, "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes", "UserOauthAgent").ToList();
        users.Should().NotBeEmpty();
        users.Should().OnlyContain(user => user.Requestor == true && user.Media == null && user.Network == null
            && user.Policy.Count() == 1 && user.Policy.Single()!.StartsWith("urn:ietf:params:oauth:jti:", StringComparison.Ordinal));
    }

    private static IEnumerable<string> ClaimsOf(FhirAuditEvent resource) => resource.Meta?.Profile.OfType<string>() ?? [];

    private static IEnumerable<FhirAuditEvent.AgentComponent> AgentsOf(FhirAuditEvent resource, string system, string code) =>
        resource.Agent.Where(agent => agent.Type!.Coding.Exists(coding => coding.System == system && coding.Code == code));

    private static IEnumerable<FhirAuditEvent.EntityComponent> EntitiesOf(FhirAuditEvent resource, string system, string code) =>
        resource.Entity.Where(entity => entity.Type!.System == system && entity.Type.Code == code);
}
