namespace ClinicApi.Walkthrough;

/// <summary>Sends every scenario to two running instances over HTTP and compares the outcome with the expected one.</summary>
internal static class WalkthroughCommand
{
    /// <param name="build">Builds an instance of the service.</param>
    /// <param name="auditCopy">A new folder that receives a copy of the audit log; null for none.</param>
    /// <returns>The exit code: 0 if every request had the expected outcome, otherwise 1.</returns>
    public static async Task<int> RunAsync(Func<WebApplicationBuilder, WebApplication> build, string? auditCopy = null)
    {
        await using var settings = await WalkthroughSettings.CreateAsync();
        var report = new Report(Console.Out);
        await using (var clinic = await ClinicInstances.StartAsync(settings, build))
        {
            await RunAsync(clinic, settings, report);
        }

        await new AuditLogSteps(settings.AuditDirectory, settings.AnchorDirectory, report).RunAsync();
        if (auditCopy is not null)
        {
            AuditLogCopy.Create(settings.AuditDirectory, auditCopy);
        }

        report.WriteSummary();
        return report.Failures == 0 ? 0 : 1;
    }

    private static async Task RunAsync(ClinicInstances clinic, WalkthroughSettings settings, Report report)
    {
        Console.WriteLine($"The clinic listens on {clinic.Http.BaseAddress}. Each line is one HTTP request.\n");
        try
        {
            await SendAllAsync(clinic, settings, report);
            await CountEventsAsync(clinic, report);
        }
        catch (OperationCanceledException)
        {
            report.Fail("the walkthrough was stopped before its end");
        }
    }

    private static async Task SendAllAsync(ClinicInstances clinic, WalkthroughSettings settings, Report report)
    {
        report.WriteHeading();
        var steps = new Steps(clinic, report);
        await new SignInSteps(steps).RunAsync();

        var tokens = await DemoTokens.SignInAllAsync(clinic.First, clinic.Stopping);
        var forge = await TokenForge.CreateAsync(clinic.Signer, tokens.Physician, clinic.Time, clinic.Stopping);
        await SendAsync("Valid tokens of different roles", RoleScenarios.With(tokens).ToAsyncEnumerable());
        await SendAsync("Tokens outside their lifetime", LifetimeScenarios.From(forge));
        await SendAsync("Tokens with claims that are not accepted", ClaimScenarios.From(forge));
        await SendAsync("Forged tokens", ForgedTokenScenarios.From(forge, tokens));
        await SendAsync("Missing, misplaced and malformed tokens", MalformedRequestScenarios.With(tokens).ToAsyncEnumerable());
        await SendAsync(
            "A token that is bound to the key of its client (DPoP)",
            StolenTokenScenarios.From(forge, clinic.Http.BaseAddress!, clinic.Time));

        var partners = new PartnerScenarios(settings.Partner, forge);
        await SendAsync("Tokens of a partner hospital, with downloaded keys", partners.BeforeRotation().ToAsyncEnumerable());

        await new AdministrationSteps(steps, clinic).RunAsync(tokens);
        await new RefreshSteps(steps, clinic).RunAsync();
        await new LogoffSteps(steps, clinic).RunAsync();
        await new KeySteps(steps, clinic, report, settings.KeyAnnouncement).RunAsync();

        // These take the time for which the key rotation would wait.
        tokens = await tokens.RenewAsync(clinic.First, clinic.Stopping);
        await new Dismissal(clinic, report).RunAsync(tokens);
        await new StoreLoss(clinic, settings.StoreFolder, steps, report).RunAsync(tokens);

        // The tokens of others are accepted if they are newer than the store.
        await steps.PassAsync(TimeSpan.FromMinutes(1));
        var withdrawn = await settings.Partner.RotateKeyAsync(clinic.Stopping);
        await SendAsync("Tokens of the partner hospital after a key rotation", partners.AfterRotation(withdrawn).ToAsyncEnumerable());

        async Task SendAsync(string title, IAsyncEnumerable<Scenario> scenarios)
        {
            report.WriteGroup(title);
            await foreach (var scenario in scenarios)
            {
                report.Write(scenario, await clinic.First.SendAsync(scenario.Request, clinic.Stopping));
            }
        }
    }

    /// <summary>Finds events that should not exist. The report already verified that each request wrote its events.</summary>
    private static async Task CountEventsAsync(ClinicInstances clinic, Report report)
    {
        var (expected, events) = (clinic.First.Events + clinic.Second.Events, await clinic.Review.CountAsync(CancellationToken.None));
        if (events != expected)
        {
            report.Fail($"expected {expected} audit events in total, got {events}");
        }

        // The clinic ends idle sessions and creates keys by itself. Sessions that end have their tokens revoked.
        var background = await clinic.Review.FindBackgroundAsync(CancellationToken.None);
        foreach (var entry in background.Where(entry => !ScenarioRunner.FurtherEvents.Contains(entry.Event)))
        {
            report.Fail($"unexpected audit event {entry.Event} without a request");
        }
    }
}
