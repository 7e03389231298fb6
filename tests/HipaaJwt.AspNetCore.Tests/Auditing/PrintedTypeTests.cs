using HipaaJwt.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>By reflection: no type that may contain a token, a proof or a patient writes it as text.</summary>
public sealed class PrintedTypeTests
{
    private const string Canary = "c4n4ry7f3e";

    /// <summary>Types whose text contains a field on purpose: requirements name what they require, and so do their demands.</summary>
    private static readonly string[] Printing =
    [
        "HipaaJwt.AspNetCore.Auditing.AccessDecision",
        "HipaaJwt.AspNetCore.Auditing.RecordedAuthorizationService+Question",
        "HipaaJwt.AspNetCore.Auditing.RequestRecord",
        "HipaaJwt.AspNetCore.DependencyInjection.SchemeRegistration",
        "HipaaJwt.AspNetCore.Permissions.PermissionRequirement",
        "HipaaJwt.AspNetCore.Policies.SchemeTrust",
        "HipaaJwt.AspNetCore.Requests.StepUpDemand",
        "HipaaJwt.AspNetCore.StepUp.StepUpRequirement",
        "HipaaJwt.PatientAccess",
    ];

    public static TheoryData<Type> Types => [.. All.Where(type => !Printing.Contains(type.FullName))];

    private static IEnumerable<Type> All => PrintedType.In(typeof(HipaaJwtBearerDefaults).Assembly);

    [Theory]
    [MemberData(nameof(Types))]
    public void No_type_prints_a_token_a_proof_or_a_patient(Type type) => PrintedType.Print(type, Canary).Should().NotContain(Canary);

    [Fact]
    public void A_credential_and_a_record_print_neither_token_nor_patient()
    {
        All.Select(type => type.FullName).Should().Contain("HipaaJwt.AspNetCore.Requests.RequestCredential");
        new PatientAccess("p-7") { ResourceType = "Chart", ResourceId = "c-1" }.ToString().Should().Be("PatientAccess Chart");
    }
}
