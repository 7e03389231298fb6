using HipaaJwt.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>Checks every type that can contain a token, a proof or a patient, by reflection.</summary>
public sealed class PrintedTypeTests
{
    private const string Canary = "c4n4ry7f3e";

    /// <summary>Types whose text contains a field on purpose, such as the names of requirements.</summary>
    private static readonly string[] Exceptions =
    [
        "HipaaJwt.AspNetCore.Auditing.AccessDecision",
        "HipaaJwt.AspNetCore.Auditing.AuditingAuthorizationService+AuthorizationCall",
        "HipaaJwt.AspNetCore.Auditing.AccessedRecord",
        "HipaaJwt.AspNetCore.DependencyInjection.SchemeRegistration",
        "HipaaJwt.AspNetCore.Permissions.PermissionEndpointValidator+Required",
        "HipaaJwt.AspNetCore.Permissions.PermissionRequirement",
        "HipaaJwt.AspNetCore.Policies.SchemeTrust",
        "HipaaJwt.AspNetCore.Requests.StepUpCriteria",
        "HipaaJwt.AspNetCore.StepUp.StepUpRequirement",
        "HipaaJwt.PatientAccess",
    ];

    public static TheoryData<Type> Types => [.. All.Where(type => !Exceptions.Contains(type.FullName))];

    private static IEnumerable<Type> All => PrintedType.In(typeof(HipaaJwtBearerDefaults).Assembly);

    [Theory]
    [MemberData(nameof(Types))]
    public void ToString_contains_no_token_proof_or_patient(Type type) => PrintedType.Print(type, Canary).Should().NotContain(Canary);

    [Fact]
    public void ToString_of_a_credential_and_of_a_patient_access_contains_no_token_or_patient()
    {
        All.Select(type => type.FullName).Should().Contain("HipaaJwt.AspNetCore.Requests.RequestCredential");
        new PatientAccess("p-7") { ResourceType = "Chart", ResourceId = "c-1" }.ToString().Should().Be("PatientAccess Chart");
    }
}
