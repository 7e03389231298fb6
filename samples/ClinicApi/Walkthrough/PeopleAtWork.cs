using System.Net;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Good tokens: what each role may do.</summary>
internal static class PeopleAtWork
{
    public static IEnumerable<Scenario> With(DemoTokens tokens) =>
    [
        new("physician reads a chart", Read("/patients/1001/chart", tokens.Physician), Outcome.Permitted("dr.rivera")),
        new("physician prescribes", Prescribe(tokens.Physician), Outcome.Permitted("dr.rivera", HttpStatusCode.Created)),
        new("nurse reads a chart", Read("/patients/1001/chart", tokens.Nurse), Outcome.Permitted("nurse.kim")),
        new("nurse reads prescriptions", Read("/patients/1001/prescriptions", tokens.Nurse), Outcome.Permitted("nurse.kim")),
        new("nurse prescribes", Prescribe(tokens.Nurse), Outcome.Denied("nurse.kim", JwtErrorCode.PermissionMissing)),
        new("billing clerk lists patients", Read("/patients", tokens.Clerk), Outcome.Permitted("clerk.osei")),
        new("billing clerk reads a chart", Read("/patients/1001/chart", tokens.Clerk), Outcome.Denied("clerk.osei", JwtErrorCode.PermissionMissing)),
        new("patient reads their own chart", Read("/patients/1001/chart", tokens.Patient), Outcome.Permitted("amina.okafor")),
        new("patient reads another's chart", Read("/patients/1002/chart", tokens.Patient), Outcome.Denied("amina.okafor", JwtErrorCode.RequirementNotMet)),
        new("privacy officer reviews the audit trail", Read("/audit", tokens.PrivacyOfficer), Outcome.Permitted("officer.lind")),
        new("physician reviews the audit trail", Read("/audit", tokens.Physician), Outcome.Denied("dr.rivera", JwtErrorCode.PermissionMissing)),
    ];
}
