using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.Mapping;

/// <summary>Firely's validator accepts every kind of output against the base specification of R4.</summary>
public sealed class SpecificationTests(SpecificationValidator validator) : IClassFixture<SpecificationValidator>
{
    private static readonly FhirAuditOptions Full = new()
    {
        IncludePatientData = true,
        RecordBaseAddress = new Uri("https://ehr.hospital.example/fhir"),
        PatientIdentifierSystem = new Uri("urn:oid:1.2.3"),
        Site = "north-campus",
    };

    public static TheoryData<AuditEventType> Types => [.. Enum.GetValues<AuditEventType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_of_event_is_valid(AuditEventType type)
    {
        validator.Errors(FhirAuditEvents.Create(Events.Of(type))).Should().BeEmpty();
        validator.Errors(FhirAuditEvents.Create(Events.Of(type), options: Full)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void An_event_with_nothing_but_its_type_is_valid(AuditEventType type) =>
        validator.Errors(FhirAuditEvents.Create(Events.Bare(type), options: Full)).Should().BeEmpty();

    [Theory]
    [InlineData(AuditAction.Create)]
    [InlineData(AuditAction.Read)]
    [InlineData(AuditAction.Update)]
    [InlineData(AuditAction.Delete)]
    [InlineData(AuditAction.Execute)]
    [InlineData(null)]
    public void Every_action_is_valid(AuditAction? action) => validator.Errors(
        FhirAuditEvents.Create(Events.Granted() with { Action = action }, Events.Completed(), Full)).Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\u0000\u0007b\ud800")]
    [InlineData("p 7/\u00e4\ud83d\ude00?x=<y>&\"")]
    [InlineData("Chart")]
    public void Any_text_is_valid(string text)
    {
        var auditEvent = Events.Granted() with
        {
            RequestId = text,
            Issuer = text,
            Subject = text,
            SubjectName = text,
            ClientId = text,
            TokenId = text,
            SessionId = text,
            Actor = text,
            OnBehalfOf = text,
            Roles = [text],
            Organization = text,
            Permissions = [text],
            Policy = text,
            Resource = text,
            ResourceType = text,
            ResourceId = text,
            Patient = text,
            PurposeOfUse = text,
            Justification = text,
            SecurityLabels = [text],
            DataCategories = [text],
            ServerHost = text,
        };

        validator.Errors(FhirAuditEvents.Create(auditEvent, Events.Completed(request: text), Full)).Should().BeEmpty();
        FhirAuditEvents.ToJson(auditEvent, options: Full).Should().NotContain("\n");
    }

    [Fact]
    public void The_validator_finds_errors()
    {
        var resource = FhirAuditEvents.Create(Events.Granted());
        resource.Agent.Clear();
        resource.Recorded = null;

        validator.Errors(resource).Should().HaveCountGreaterThanOrEqualTo(2);
    }
}
