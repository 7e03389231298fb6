using System.Net;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>An administrator lists and ends sessions, and disables an account.</summary>
internal sealed class AdministrationSteps(Steps steps, ClinicInstances clinic)
{
    private const string User = "amina.okafor";
    private const string Leaver = "dr.haddad";

    public async Task RunAsync(DemoTokens tokens)
    {
        steps.Begin("An administrator administers sessions and accounts");
        var patient = new Tokens(tokens.Patient, string.Empty);
        await steps.SendAsync(
            "nurse lists the sessions of a patient",
            ListSessions(User, tokens.Nurse),
            Outcome.Denied("nurse.kim", JwtErrorCode.PermissionMissing));
        var list = await steps.SendAsync(
            "administrator lists them", ListSessions(User, tokens.Administrator), Outcome.Granted("admin.weiss"));
        steps.Check("the list has the session of the patient", list.Contains(patient.Session, StringComparison.Ordinal));
        await steps.SendAsync(
            "administrator ends them",
            EndSessions(User, tokens.Administrator),
            Outcome.Granted("admin.weiss") with
            {
                Further = Outcome.Ended(patient.Session, User, SessionEndReason.Administrator, "Unspecified", "admin.weiss"),
            });
        await clinic.Second.WaitForAsync(
            HttpStatusCode.Unauthorized,
            () => Task.FromResult(Read("/patients/1001/chart", tokens.Patient)),
            TimeSpan.FromSeconds(5),
            clinic.Stopping);
        await steps.SendToBothAsync(
            "patient reads a chart",
            () => Read("/patients/1001/chart", tokens.Patient),
            Outcome.Rejected(JwtErrorCode.SessionEnded, "sid", User));

        var leaver = await steps.SignInAsync(Leaver);
        await steps.SendAsync(
            "administrator disables an account",
            Disable(Leaver, tokens.Administrator),
            Outcome.Granted("admin.weiss", HttpStatusCode.NoContent) with { Body = Outcome.None });
        await steps.SendAsync(
            "physician refreshes",
            Refresh(leaver.RefreshToken),
            Outcome.SessionEnded(leaver.Session, Leaver, SessionEndReason.RejectedByPolicy, "AccessChanged"));
        await steps.SendAsync("physician signs in", SignIn(Leaver), Outcome.SignInFailed("disabled", Leaver));
    }
}
