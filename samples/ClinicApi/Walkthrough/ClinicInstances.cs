using ClinicApi.Accounts;
using ClinicApi.Auditing;
using ClinicApi.Clinic;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Two running instances of the clinic. They share files and a clock, but no memory of tokens and revocations.</summary>
internal sealed class ClinicInstances : IAsyncDisposable
{
    private readonly WebApplication _first;
    private readonly WebApplication _second;
    private readonly HttpClient _firstClient;
    private readonly HttpClient _secondClient;

    private ClinicInstances(WebApplication first, WebApplication second, WalkthroughClock time)
    {
        (_first, _second) = (first, second);
        (_firstClient, _secondClient) = (ClientOf(first), ClientOf(second));
        Review = first.Services.GetRequiredService<AuditReview>();
        Sessions = first.Services.GetRequiredService<ISessionAdministrator>();
        Time = time;
        (First, Second) = (new ScenarioRunner(_firstClient, Review, Time), new ScenarioRunner(_secondClient, Review, Time));
    }

    public ScenarioRunner First { get; }

    public ScenarioRunner Second { get; }

    public AuditReview Review { get; }

    public WalkthroughClock Time { get; }

    public ISessionAdministrator Sessions { get; }

    /// <summary>Signs with the key of the clinic.</summary>
    public ISigner Signer => _first.Services.GetRequiredService<ISigner>();

    /// <summary>The client of the first instance.</summary>
    public HttpClient Http => _firstClient;

    /// <summary>Ends when the process is asked to stop.</summary>
    public CancellationToken Stopping => _first.Lifetime.ApplicationStopping;

    public static async Task<ClinicInstances> StartAsync(
        WalkthroughSettings settings, Func<WebApplicationBuilder, WebApplication> build)
    {
        var (first, second) = (build(settings.CreateBuilder()), build(settings.CreateBuilder()));
        await first.Services.GetRequiredService<ClinicDatabase>().CreateAsync(CancellationToken.None);
        await first.CreateDemoUsersAsync();
        await first.StartAsync();
        await second.StartAsync();
        return new ClinicInstances(first, second, settings.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _firstClient.Dispose();
        _secondClient.Dispose();
        await _first.StopAsync();
        await _second.StopAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    private static HttpClient ClientOf(WebApplication clinic) => new() { BaseAddress = new Uri(clinic.Urls.First()) };
}
