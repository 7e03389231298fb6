using ClinicApi.Auditing;
using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Sends every scenario to the running service over HTTP and compares the outcome with the expected one.</summary>
internal static class WalkthroughCommand
{
    /// <returns>The exit code: 0 if every request had the expected outcome, otherwise 1.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var review = app.Services.GetRequiredService<AuditReview>();
        var report = new Report(Console.Out);
        Console.WriteLine($"The clinic listens on {http.BaseAddress}. Each line is one HTTP request.\n");
        try
        {
            await SendAllAsync(app, http, new ScenarioRunner(http, review), report);
            await CountEventsAsync(review, report);
        }
        catch (OperationCanceledException)
        {
            report.Fail("the walkthrough was stopped before its end");
        }

        report.WriteSummary();
        await app.StopAsync();
        return report.Failures == 0 ? 0 : 1;
    }

    private static async Task SendAllAsync(WebApplication app, HttpClient http, ScenarioRunner runner, Report report)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        var tokens = await DemoTokens.FetchAsync(http);
        var forge = new TokenForge(app.Services.GetRequiredService<Issuer>(), time);

        report.WriteHeading();
        await SendAsync("Valid tokens of different roles", RoleScenarios.With(tokens));
        await SendAsync("Tokens outside their lifetime", LifetimeScenarios.From(forge));
        await SendAsync("Tokens with claims that are not accepted", ClaimScenarios.From(forge));
        await SendAsync("Forged tokens", ForgedTokenScenarios.From(forge, tokens));
        await SendAsync("Missing, misplaced and malformed tokens", MalformedRequestScenarios.With(tokens));
        await SendAsync("A token that is bound to the key of its client (DPoP)", StolenTokenScenarios.From(forge, http.BaseAddress!, time));

        var hospital = app.Services.GetRequiredService<PartnerHospital>();
        var partners = new PartnerScenarios(hospital, forge);
        await SendAsync("Tokens of a partner hospital, with downloaded keys", partners.BeforeRotation());
        var withdrawn = await hospital.RotateKeyAsync(app.Lifetime.ApplicationStopping);
        await SendAsync("Tokens of the partner hospital after a key rotation", partners.AfterRotation(withdrawn));

        async Task SendAsync(string title, IEnumerable<Scenario> scenarios)
        {
            report.WriteGroup(title);
            foreach (var scenario in scenarios)
            {
                report.Write(scenario, await runner.SendAsync(scenario.Request, app.Lifetime.ApplicationStopping));
            }
        }
    }

    /// <summary>Finds events that belong to no request. The report already verified that each request wrote one event.</summary>
    private static async Task CountEventsAsync(AuditReview review, Report report)
    {
        var events = await review.CountAsync(CancellationToken.None);
        if (events != report.Requests)
        {
            report.Fail($"expected {report.Requests} audit events in total, got {events}");
        }
    }
}
