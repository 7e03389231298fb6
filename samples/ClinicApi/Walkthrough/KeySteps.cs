using System.Net;
using System.Text.Json.Nodes;
using ClinicApi.Accounts;
using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>The signing key is replaced as planned, and at once because somebody has stolen it.</summary>
internal sealed class KeySteps(Steps steps, ClinicInstances clinic, Report report, TimeSpan announcement)
{
    private const string User = "dr.rivera";
    private const string Administrator = "admin.weiss";
    private const string Chart = "/patients/1001/chart";

    public async Task RunAsync()
    {
        steps.Begin("The signing key is rotated. Here it is announced for 2 min instead of 24 hours");
        var (administrator, user) = (await steps.SignInAsync(Administrator), await steps.SignInAsync(User));
        var rotated = await RotateAsync(administrator, user);
        await ReplaceAsync(administrator, rotated);
    }

    private async Task<Tokens> RotateAsync(Tokens administrator, Tokens user)
    {
        var (outcome, body) = await clinic.First.ExchangeAsync(RotateKey(administrator.AccessToken), clinic.Stopping);
        var next = (string)JsonNode.Parse(body)!["kid"]!;
        report.Write(
            "administrator creates the next key",
            outcome,
            Outcome.Granted(Administrator) with { Further = $"SigningKeyChanged Create {next}, by {Administrator}" });
        await steps.WaitAsync("both instances publish both keys", () => AllPublishAsync(user.KeyId, next));
        await steps.PassAsync(announcement);
        var refreshed = await steps.RefreshAsync("refresh", user, Outcome.Refreshed(User));
        steps.Check("the new key signed the new access token", refreshed.KeyId == next);
        await steps.SendToBothAsync("new access token", () => Read(Chart, refreshed.AccessToken), Outcome.Granted(User));
        await steps.SendToBothAsync("access token of the old key", () => Read(Chart, user.AccessToken), Outcome.Granted(User));
        return refreshed;
    }

    private async Task ReplaceAsync(Tokens administrator, Tokens user)
    {
        steps.Begin("The signing key is stolen");
        var known = await clinic.First.KeyIdsAsync(clinic.Stopping);
        var (outcome, _) = await clinic.First.ExchangeAsync(ReplaceKey(user.KeyId, administrator.AccessToken), clinic.Stopping);
        string? next = null;
        await steps.WaitAsync(
            "a new key is published",
            async () => (next = (await clinic.First.KeyIdsAsync(clinic.Stopping)).Except(known).SingleOrDefault()) is not null);
        report.Write("administrator replaces it at once", outcome, Outcome.Granted(Administrator, HttpStatusCode.NoContent) with
        {
            Body = Outcome.None,
            Further = string.Join(
                Outcome.NextEvent,
                $"SigningKeyChanged Create {next}, by {Administrator}",
                $"TokenRevoked Key {user.KeyId} of {ClinicIssuer.Name}, IssuerCompromised, by {Administrator}",
                $"SigningKeyChanged Delete {user.KeyId}, by {Administrator}"),
        });
        await clinic.Second.WaitForAsync(
            HttpStatusCode.Unauthorized, () => Task.FromResult(Read(Chart, user.AccessToken)), TimeSpan.FromSeconds(5), clinic.Stopping);
        await steps.SendToBothAsync(
            "access token of the stolen key",
            () => Read(Chart, user.AccessToken),
            Outcome.Rejected(JwtErrorCode.TokenRevoked, "kid", User));
        var refreshed = await steps.RefreshAsync("the session goes on: refresh", user, Outcome.Refreshed(User));
        await steps.SendToBothAsync("new access token", () => Read(Chart, refreshed.AccessToken), Outcome.Granted(User));
        await steps.WaitAsync("no instance publishes the stolen key", () => NonePublishesAsync(user.KeyId));
        var second = await steps.RefreshAsync(clinic.Second, "refresh at instance 2", refreshed, Outcome.Refreshed(User));
        await steps.SendToBothAsync("new access token", () => Read(Chart, second.AccessToken), Outcome.Granted(User));
    }

    private async Task<bool> AllPublishAsync(params string[] keys) =>
        keys.All((await clinic.First.KeyIdsAsync(clinic.Stopping)).Contains)
        && keys.All((await clinic.Second.KeyIdsAsync(clinic.Stopping)).Contains);

    private async Task<bool> NonePublishesAsync(string key) =>
        !(await clinic.First.KeyIdsAsync(clinic.Stopping)).Contains(key)
        && !(await clinic.Second.KeyIdsAsync(clinic.Stopping)).Contains(key);
}
