using System.Net;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Valid tokens of users with different roles.</summary>
internal static class RoleScenarios
{
    public static IEnumerable<Scenario> With(DemoTokens tokens) =>
    [
        new("physician reads a chart", Read("/patients/1001/chart", tokens.Physician), Outcome.Granted("dr.rivera")),
        new("physician creates a prescription", Prescribe(tokens.Physician), Outcome.Granted("dr.rivera", HttpStatusCode.Created)),
        new("nurse reads a chart", Read("/patients/1001/chart", tokens.Nurse), Outcome.Granted("nurse.kim")),
        new("nurse reads prescriptions", Read("/patients/1001/prescriptions", tokens.Nurse), Outcome.Granted("nurse.kim")),
        new("nurse creates a prescription", Prescribe(tokens.Nurse), Outcome.Denied("nurse.kim", JwtErrorCode.PermissionMissing)),
        new("billing clerk lists patients", Read("/patients", tokens.Clerk), Outcome.Granted("clerk.osei")),
        new(
            "billing clerk reads a chart",
            Read("/patients/1001/chart", tokens.Clerk),
            Outcome.Denied("clerk.osei", JwtErrorCode.PermissionMissing)),
        new("patient reads their own chart", Read("/patients/1001/chart", tokens.Patient), Outcome.Granted("amina.okafor")),
        new(
            "patient reads the chart of another patient",
            Read("/patients/1002/chart", tokens.Patient),
            Outcome.Denied("amina.okafor", JwtErrorCode.RequirementNotMet)),
        new("privacy officer reviews the audit trail", Read("/audit", tokens.PrivacyOfficer), Outcome.Granted("officer.lind")),
        new(
            "physician reviews the audit trail",
            Read("/audit", tokens.Physician),
            Outcome.Denied("dr.rivera", JwtErrorCode.PermissionMissing)),
    ];
}
