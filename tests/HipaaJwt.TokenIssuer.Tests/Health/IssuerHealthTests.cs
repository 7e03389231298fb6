using HipaaJwt.TokenIssuer.SigningKeys;
using HipaaJwt.TokenIssuer.Tests.Outages;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.TokenIssuer.Tests.Health;

public sealed class IssuerHealthTests : IDisposable
{
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(_keyFile);

    [Fact]
    public async Task An_issuer_with_a_key_is_healthy()
    {
        await using var lab = await StartAsync();

        var report = await CheckAsync(lab);

        report.Status.Should().Be(HealthStatus.Healthy);
        (report.Data["keys"], report.Data["sessionStore"], report.Data["retriedSessions"]).Should().Be(("Current", "available", 0));
        report.Data["keyAgeSeconds"].Should().Be(2.0);
    }

    [Fact]
    public async Task A_service_without_an_issuer_is_healthy()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddHipaaJwtIssuer();
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries["hipaajwt-issuer"].Description.Should().Be("No issuer is registered.");
        report.Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Until_the_keys_could_be_read_the_issuer_is_unhealthy()
    {
        var store = new FaultySigningKeyStore(TimeProvider.System) { Fails = true };
        await using var lab = await StartAsync(jwt =>
        {
            jwt.Services.AddSingleton<ISigningKeyStore>(store);
            jwt.AddKeyFile(_keyFile);
        });
        var before = await CheckAsync(lab);
        store.Fails = false;

        await lab.Get<KeyKeeper>().MaintainAsync(CancellationToken.None);

        (before.Status, before.Data["keys"]).Should().Be((HealthStatus.Unhealthy, "None"));
        (await CheckAsync(lab)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task If_the_keys_cannot_be_read_again_the_issuer_is_degraded_and_goes_on()
    {
        var store = new FaultySigningKeyStore(TimeProvider.System);
        await using var lab = await StartAsync(jwt =>
        {
            jwt.Services.AddSingleton<ISigningKeyStore>(store);
            jwt.AddKeyFile(_keyFile);
        });
        store.Fails = true;
        await FluentActions.Awaiting(() => lab.Get<KeyKeeper>().MaintainAsync(CancellationToken.None).AsTask())
            .Should().ThrowAsync<SessionStoreUnavailableException>();

        var report = await CheckAsync(lab);

        (report.Status, report.Data["keys"]).Should().Be((HealthStatus.Degraded, "Stale"));
        (await lab.SignInAsync()).AccessToken.Should().NotBeEmpty();
    }

    [Fact]
    public async Task After_a_failed_call_of_the_store_of_sessions_the_issuer_is_unhealthy_until_a_call_succeeds()
    {
        await using var lab = await StartAsync(jwt => jwt.AddSessionStore<FaultySessionStore>());
        var tokens = await lab.SignInAsync();
        var fault = lab.Get<FaultySessionStore>().Fault;
        fault.Begin(FaultySessionStore.Find, FaultKind.Throws);
        await lab.RefreshAsync(tokens.RefreshToken);

        var during = await CheckAsync(lab);

        (during.Status, during.Data["sessionStore"]).Should().Be((HealthStatus.Unhealthy, "failed at the last call"));
        fault.Repair();
        await lab.RefreshedAsync(tokens.RefreshToken);
        (await CheckAsync(lab)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task After_a_failed_signature_of_the_application_the_issuer_is_unhealthy_until_one_succeeds()
    {
        await using var lab = await StartAsync(jwt => jwt.AddSigner<FaultySigner>());
        var fault = lab.Get<FaultySigner>().Fault;
        fault.Begin(FaultySigner.Sign, FaultKind.Throws);
        await lab.Tokens.IssueAsync(new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client });

        var during = await CheckAsync(lab);

        (during.Status, during.Data["signer"]).Should().Be((HealthStatus.Unhealthy, "failed at the last call"));
        during.Data.Should().NotContainKey("keyAgeSeconds", "the keys are those of the application");
        fault.Repair();
        await lab.SignInAsync();
        (await CheckAsync(lab)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_session_that_is_retried_at_three_refreshes_in_a_row_degrades_the_issuer_for_15_minutes()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        var statuses = new List<HealthStatus>();
        for (var refresh = 0; refresh < 3; refresh++)
        {
            var first = await lab.RefreshedAsync(tokens.RefreshToken);
            (await lab.RefreshedAsync(tokens.RefreshToken)).IsRetry.Should().BeTrue();
            statuses.Add((await CheckAsync(lab)).Status);
            tokens = first;
        }

        var report = await CheckAsync(lab);

        statuses.Should().Equal(HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Degraded);
        report.Data["retriedSessions"].Should().Be(1);
        $"{report.Description} {string.Join(' ', report.Data.Values)}".Should().NotContain(tokens.SessionId);
        lab.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        (await CheckAsync(lab)).Data["retriedSessions"].Should().Be(0);
    }

    private static Task<IssuerLab> StartAsync(Action<HipaaJwtBuilder>? build = null) => IssuerLab.StartAsync(build: jwt =>
    {
        jwt.Services.AddHealthChecks().AddHipaaJwtIssuer();
        build?.Invoke(jwt);
    });

    private static async Task<HealthReportEntry> CheckAsync(IssuerLab lab) =>
        (await lab.Get<HealthCheckService>().CheckHealthAsync()).Entries["hipaajwt-issuer"];
}
