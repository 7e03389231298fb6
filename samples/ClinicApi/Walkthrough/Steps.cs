using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Sends requests one after another, reports each, and lets time pass between them.</summary>
internal sealed class Steps(ClinicInstances clinic, Report report)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public void Begin(string title) => report.WriteGroup(title);

    /// <summary>Sends a request to the first instance.</summary>
    public Task<string> SendAsync(string title, HttpRequestMessage request, Outcome expected) =>
        SendAsync(clinic.First, title, request, expected);

    /// <returns>The body of the response.</returns>
    public async Task<string> SendAsync(ScenarioRunner instance, string title, HttpRequestMessage request, Outcome expected)
    {
        var (outcome, body) = await instance.ExchangeAsync(request, clinic.Stopping);
        report.Write(title, outcome, expected);
        return body;
    }

    /// <summary>Sends a request with the same expected outcome to both instances.</summary>
    public async Task SendToBothAsync(string title, Func<HttpRequestMessage> createRequest, Outcome expected)
    {
        await SendAsync(clinic.First, title, createRequest(), expected);
        await SendAsync(clinic.Second, $"{title}, instance 2", createRequest(), expected);
    }

    public async Task<Tokens> SignInAsync(string user, string? title = null) =>
        Tokens.From(await SendAsync(clinic.First, title ?? $"{user} signs in", SignIn(user), Outcome.SignedIn(user)));

    /// <summary>Continues a session.</summary>
    public Task<Tokens> RefreshAsync(string title, Tokens tokens, Outcome expected) => RefreshAsync(clinic.First, title, tokens, expected);

    public async Task<Tokens> RefreshAsync(ScenarioRunner instance, string title, Tokens tokens, Outcome expected) =>
        Tokens.From(await SendAsync(instance, title, Refresh(tokens.RefreshToken), expected));

    /// <summary>Reports a condition that is not the outcome of one request.</summary>
    public void Check(string what, bool isTrue)
    {
        if (isTrue)
        {
            report.WriteNote(what);
        }
        else
        {
            report.Fail($"not so: {what}");
        }
    }

    /// <summary>Reports a condition once it is true.</summary>
    public async Task WaitAsync(string what, Func<Task<bool>> isTrue) => Check(what, await IsTrueInTimeAsync(isTrue));

    /// <summary>Sets the clock forward. The instances read the log of revocations before they accept tokens again.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        clinic.Time.Advance(time);
        report.WriteNote(time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds:0} seconds later" : $"{time.TotalMinutes:0} min later");
        if (!await IsTrueInTimeAsync(() => IsHealthyAsync(clinic.First)) || !await IsTrueInTimeAsync(() => IsHealthyAsync(clinic.Second)))
        {
            report.Fail("the instances are not healthy after the time has passed");
        }
    }

    private async Task<bool> IsHealthyAsync(ScenarioRunner instance) => await instance.HealthAsync(clinic.Stopping) == "200 Healthy";

    private async Task<bool> IsTrueInTimeAsync(Func<Task<bool>> isTrue)
    {
        var start = clinic.Time.GetTimestamp();
        while (!await isTrue())
        {
            if (clinic.Time.GetElapsedTime(start) > Limit)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clinic.Time, clinic.Stopping);
        }

        return true;
    }
}
