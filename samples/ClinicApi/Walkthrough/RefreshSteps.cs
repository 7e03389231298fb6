using System.Net;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>A session is continued: as planned, after a lost response, from two tabs at once, and by a thief.</summary>
internal sealed class RefreshSteps(Steps steps, ClinicInstances clinic)
{
    private const string User = "dr.rivera";
    private const string Chart = "/patients/1001/chart";

    public async Task RunAsync()
    {
        await ForgiveAsync();
        await EndAsync();
    }

    private async Task ForgiveAsync()
    {
        steps.Begin("A session is continued with refresh tokens");
        var first = await steps.SignInAsync(User);
        await steps.PassAsync(TimeSpan.FromMinutes(6));
        await steps.SendAsync(
            "access token after 6 min", Read(Chart, first.AccessToken), Outcome.Rejected(JwtErrorCode.TokenExpired, "exp", User));
        var second = await steps.RefreshAsync("refresh", first, Outcome.Refreshed(User));
        await steps.SendToBothAsync("new access token", () => Read(Chart, second.AccessToken), Outcome.Granted(User));

        var retried = await steps.RefreshAsync(
            clinic.Second, "the response was lost: the same again", first, Outcome.Refreshed(User, isRetry: true));
        steps.Check("the retry returned the same successor", retried.RefreshToken == second.RefreshToken);

        Task<(Outcome Outcome, string Body)>[] tabs =
        [
            clinic.First.ExchangeAsync(Refresh(second.RefreshToken), clinic.Stopping),
            clinic.Second.ExchangeAsync(Refresh(second.RefreshToken), clinic.Stopping),
        ];
        var answers = await Task.WhenAll(tabs);
        string[] reasons = [.. answers.Select(answer => answer.Outcome.Reason).Order(StringComparer.Ordinal)];
        var successors = answers.Select(answer => Tokens.From(answer.Body).RefreshToken).Distinct(StringComparer.Ordinal).ToArray();
        steps.Check("two tabs refreshed at once, one of them as a retry", reasons is [Outcome.None, "Retry"]);
        steps.Check("both got the same successor", successors is [not null]);
        var tab = await steps.RefreshAsync("one of the tabs refreshes again", Tokens.From(answers[0].Body), Outcome.Refreshed(User));
        await steps.SendAsync("its access token", Read(Chart, tab.AccessToken), Outcome.Granted(User));
    }

    private async Task EndAsync()
    {
        steps.Begin("A thief has copied a refresh token");
        var user = await steps.SignInAsync(User);
        var thief = await steps.RefreshAsync(clinic.Second, "the thief refreshes first", user, Outcome.Refreshed(User));
        await steps.PassAsync(TimeSpan.FromSeconds(11));
        await steps.SendAsync("the user refreshes", Refresh(user.RefreshToken), Outcome.Reused(user.Session, User));
        await steps.SendAsync(
            clinic.Second,
            "the thief refreshes again",
            Refresh(thief.RefreshToken),
            Outcome.RefreshRejected(JwtErrorCode.SessionEnded, User));
        await clinic.Second.WaitForAsync(
            HttpStatusCode.Unauthorized,
            () => Task.FromResult(Read(Chart, thief.AccessToken)),
            TimeSpan.FromSeconds(5),
            clinic.Stopping);
        await steps.SendToBothAsync(
            "access token of the thief", () => Read(Chart, thief.AccessToken), Outcome.Rejected(JwtErrorCode.SessionEnded, "sid", User));
        await steps.SignInAsync(User, "the user signs in again");
    }
}
