using System.Net;
using ClinicApi.Accounts;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>
/// An administrator revokes the tokens of a physician who was dismissed. Both instances have accepted and cached a token of the physician.
/// </summary>
internal sealed class Dismissal(ClinicInstances clinic, Report report)
{
    private const string Chart = "/patients/1001/chart";

    /// <summary>The time within which a revocation binds every instance: the default of <c>Revocation:MaxStaleness</c>.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task RunAsync(DemoTokens tokens)
    {
        report.WriteGroup("A dismissed physician, whose tokens two instances have in their caches");
        await SendAsync(clinic.First, "physician reads a chart", Read(Chart, tokens.Physician), Outcome.Granted("dr.rivera"));
        await SendAsync(
            clinic.Second, "physician reads a chart, instance 2", Read(Chart, tokens.Physician), Outcome.Granted("dr.rivera"));
        await SendAsync(
            clinic.First,
            "nurse revokes tokens",
            RevokeTokensOf("dr.rivera", tokens.Nurse),
            Outcome.Denied("nurse.kim", JwtErrorCode.PermissionMissing));
        await SendAsync(
            clinic.First,
            "administrator revokes tokens",
            RevokeTokensOf("dr.rivera", tokens.Administrator),
            Outcome.Revoked("admin.weiss", $"TokenRevoked Subject dr.rivera of {ClinicIssuer.Name}, AccountDisabled, by admin.weiss"));
        var elapsed = await clinic.Second.WaitForAsync(
            HttpStatusCode.Unauthorized, () => Task.FromResult(Read(Chart, tokens.Physician)), Limit, clinic.Stopping);
        report.WriteTime("instance 2 rejects the physician after the administrator's response", elapsed, Limit);

        var rejected = Outcome.Rejected(JwtErrorCode.TokenRevoked, "iat", "dr.rivera");
        await SendAsync(clinic.First, "physician reads a chart", Read(Chart, tokens.Physician), rejected);
        await SendAsync(clinic.Second, "physician reads a chart, instance 2", Read(Chart, tokens.Physician), rejected);
        await SendAsync(clinic.First, "nurse reads a chart", Read(Chart, tokens.Nurse), Outcome.Granted("nurse.kim"));
    }

    private async Task SendAsync(ScenarioRunner instance, string title, HttpRequestMessage request, Outcome expected) =>
        report.Write(new Scenario(title, request, expected), await instance.SendAsync(request, clinic.Stopping));
}
