using System.Text.Json;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Sessions end when their users are idle, and after their greatest lifetime in any case.</summary>
internal sealed class LogoffSteps(Steps steps, ClinicInstances clinic)
{
    private const string User = "nurse.kim";
    private const string Chart = "/patients/1001/chart";

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public async Task RunAsync()
    {
        await EndIdleAsync();
        await EndOldAsync();
    }

    private async Task EndIdleAsync()
    {
        steps.Begin("Automatic logoff after 15 minutes without activity, measured to a tenth of that");
        var tokens = await steps.SignInAsync(User);
        await steps.PassAsync(TenMinutes);
        tokens = await WorkAsync(tokens);
        await steps.PassAsync(TenMinutes);
        tokens = await steps.RefreshAsync("refresh by the application alone", tokens, Outcome.Refreshed(User));
        await steps.PassAsync(TimeSpan.FromMinutes(7));
        await steps.SendAsync(
            "refresh 17 min after the last request", Refresh(tokens.RefreshToken), Outcome.RefreshRejected(JwtErrorCode.SessionIdle, User));
    }

    private async Task EndOldAsync()
    {
        steps.Begin("The end of a busy session, here after 1 hour instead of 12");
        var tokens = await steps.SignInAsync(User);
        for (var times = 0; times < 3; times++)
        {
            await steps.PassAsync(TimeSpan.FromMinutes(14));
            tokens = await WorkAsync(tokens);
        }

        await steps.PassAsync(TimeSpan.FromMinutes(14));
        var last = await steps.SendAsync("the last refresh", Refresh(tokens.RefreshToken), Outcome.Refreshed(User));
        using var response = JsonDocument.Parse(last);
        var seconds = response.RootElement.GetProperty("expires_in").GetInt32();
        steps.Check("the access token expires with the session, within 4 min", seconds is > 0 and <= 240);
        await steps.PassAsync(TimeSpan.FromMinutes(4));
        await steps.SendAsync(
            "refresh after 1 hour",
            Refresh(Tokens.From(last).RefreshToken),
            Outcome.RefreshRejected(JwtErrorCode.SessionEnded, User));
    }

    /// <summary>Refreshes and reads a chart. Its activity is recorded soon after the response.</summary>
    private async Task<Tokens> WorkAsync(Tokens tokens)
    {
        var next = await steps.RefreshAsync("refresh", tokens, Outcome.Refreshed(User));
        var before = clinic.Time.GetUtcNow();
        await steps.SendAsync("nurse reads a chart", Read(Chart, next.AccessToken), Outcome.Granted(User));
        await steps.WaitAsync(
            "the activity is recorded",
            async () => (await clinic.Sessions.ListAsync(User, clinic.Stopping)).Single(session => session.SessionId == next.Session)
                .LastUsedAt.AddMilliseconds(1) >= before);
        return next;
    }
}
