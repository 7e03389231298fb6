using System.Net;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>The instances lose the file of the stores while they run, and get an empty one.</summary>
internal sealed class StoreLoss(ClinicInstances clinic, string storeFolder, Steps steps, Report report)
{
    private const string Chart = "/patients/1001/chart";

    /// <summary>The time for which an instance accepts tokens without the store: the default of <c>Revocation:MaxStaleness</c>.</summary>
    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(5);

    /// <summary>The time after which the walkthrough no longer waits.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(15);

    public async Task RunAsync(DemoTokens tokens)
    {
        if (OperatingSystem.IsWindows())
        {
            report.WriteGroup("The store of revocations is lost: skipped, because Windows does not remove files that are in use");
            return;
        }

        var lostKeys = await clinic.First.KeyIdsAsync(clinic.Stopping);
        await FailAsync(tokens);
        await RecoverAsync(tokens, lostKeys);
    }

    private async Task FailAsync(DemoTokens tokens)
    {
        report.WriteGroup("The store of revocations is lost");
        Directory.Move(storeFolder, $"{storeFolder}-lost");
        report.WriteTime(
            "all tokens are rejected after the loss",
            await LastOf(instance => instance.WaitForAsync(
                HttpStatusCode.ServiceUnavailable, () => Task.FromResult(Read(Chart, tokens.Nurse)), OutageLimit, clinic.Stopping)),
            OutageLimit);
        await SendAsync("nurse reads a chart", tokens.Nurse, Outcome.RevocationUnavailable("nurse.kim"));
        await SendAsync("physician with a revoked token", tokens.Physician, Outcome.RevocationUnavailable("dr.rivera"));
        await WriteHealthAsync("503 Unhealthy");
    }

    private async Task RecoverAsync(DemoTokens tokens, string[] lostKeys)
    {
        report.WriteGroup("An empty store takes its place: earlier revocations are unknown, so earlier tokens are rejected");
        Directory.CreateDirectory(storeFolder);
        report.WriteTime(
            "the instances read the store again",
            await LastOf(instance => instance.WaitForAsync(
                HttpStatusCode.Unauthorized, () => Task.FromResult(Read(Chart, tokens.Nurse)), RecoveryLimit, clinic.Stopping)),
            RecoveryLimit);
        await SendAsync("nurse reads a chart", tokens.Nurse, Outcome.Rejected(JwtErrorCode.TokenRevoked, "iat", "nurse.kim"));
        await SendAsync(
            "physician with a revoked token", tokens.Physician, Outcome.Rejected(JwtErrorCode.TokenRevoked, "iat", "dr.rivera"));
        await steps.WaitAsync("the instances have a new signing key", async () =>
        {
            var (first, second) = (await clinic.First.KeyIdsAsync(clinic.Stopping), await clinic.Second.KeyIdsAsync(clinic.Stopping));
            return first is [var key] && second is [var same] && key == same && !lostKeys.Contains(key);
        });
        var signedIn = await clinic.First.SignInAsync("nurse.kim", clinic.Stopping);
        report.WriteTime(
            "new tokens are accepted",
            await LastOf(instance => instance.WaitForAsync(
                HttpStatusCode.OK, () => Task.FromResult(Read(Chart, signedIn.AccessToken)), RecoveryLimit, clinic.Stopping)),
            RecoveryLimit);
        await SendAsync("nurse with a new token", signedIn.AccessToken, Outcome.Granted("nurse.kim"));
        await WriteHealthAsync("200 Healthy");
    }

    /// <summary>Waits for both instances at the same time.</summary>
    /// <returns>The time of the later one; null if one took longer than the limit.</returns>
    private async Task<TimeSpan?> LastOf(Func<ScenarioRunner, Task<TimeSpan?>> wait) =>
        await Task.WhenAll(wait(clinic.First), wait(clinic.Second)) is [{ } first, { } second] ? (first > second ? first : second) : null;

    private async Task SendAsync(string title, string token, Outcome expected)
    {
        await SendAsync(clinic.First, title, token, expected);
        await SendAsync(clinic.Second, $"{title}, instance 2", token, expected);
    }

    private async Task SendAsync(ScenarioRunner instance, string title, string token, Outcome expected)
    {
        var scenario = new Scenario(title, Read(Chart, token), expected);
        report.Write(scenario, await instance.SendAsync(scenario.Request, clinic.Stopping));
    }

    private async Task WriteHealthAsync(string expected)
    {
        foreach (var instance in new[] { clinic.First, clinic.Second })
        {
            var health = await instance.HealthAsync(clinic.Stopping);
            if (health != expected)
            {
                report.Fail($"expected health {expected}, got {health}");
            }
        }

        report.WriteNote($"GET /health: {expected}");
    }
}
