using ClinicApi.Auditing;
using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Sends every scenario to the running clinic over HTTP and compares what comes of it with what should.</summary>
internal static class WalkthroughRun
{
    /// <returns>The exit code: 0 only if each request went exactly as it should.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var review = app.Services.GetRequiredService<AuditReview>();
        var report = new Report(Console.Out);
        Console.WriteLine($"The clinic listens on {http.BaseAddress}. Each line is a request over that socket.\n");
        try
        {
            await SendAllAsync(app, http, new Observer(http, review), report);
            await CountEventsAsync(review, report);
        }
        catch (OperationCanceledException)
        {
            report.Fail("stopped before the end");
        }

        report.WriteSummary();
        await app.StopAsync();
        return report.Failures == 0 ? 0 : 1;
    }

    private static async Task SendAllAsync(WebApplication app, HttpClient http, Observer observer, Report report)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        var tokens = await DemoTokens.FetchAsync(http);
        var forge = new TokenForge(app.Services.GetRequiredService<Issuer>(), time);

        report.WriteHeading();
        await SendAsync("People at work", PeopleAtWork.With(tokens));
        await SendAsync("Tokens at the wrong time", TokensOutOfTime.From(forge));
        await SendAsync("Tokens for somebody or something else", TokensForOthers.From(forge));
        await SendAsync("Forged tokens", ForgedTokens.From(forge, tokens));
        await SendAsync("Tokens in the wrong place", TokensInTheWrongPlace.With(tokens));
        await SendAsync("A token that is bound to its client", StolenTokens.From(forge, http.BaseAddress!, time));

        var hospital = app.Services.GetRequiredService<PartnerHospital>();
        var partners = new PartnersAtWork(hospital, forge);
        await SendAsync("A partner hospital, whose keys are fetched", partners.Before());
        var withdrawn = await hospital.ChangeKeyAsync(app.Lifetime.ApplicationStopping);
        await SendAsync("The partner hospital has changed its key", partners.After(withdrawn));

        async Task SendAsync(string title, IEnumerable<Scenario> scenarios)
        {
            report.WriteGroup(title);
            foreach (var scenario in scenarios)
            {
                report.Write(scenario, await observer.SendAsync(scenario.Request, app.Lifetime.ApplicationStopping));
            }
        }
    }

    /// <summary>Each request was seen to leave one event; this finds those that belong to no request.</summary>
    private static async Task CountEventsAsync(AuditReview review, Report report)
    {
        var events = await review.CountAsync(CancellationToken.None);
        if (events != report.Requests)
        {
            report.Fail($"expected {report.Requests} audit events in all, got {events}");
        }
    }
}
