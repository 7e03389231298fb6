using HipaaJwt.Tool.Results;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tool.Trusts;

/// <summary>The library as a service runs it, with the options of a settings file.</summary>
internal sealed class TrustHost : IAsyncDisposable
{
    private const string KeysCheck = "hipaajwt-keys";
    private const string NotLoaded = "NotLoaded";

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    private readonly ServiceProvider _services;
    private readonly ResponseRecorder _responses;
    private readonly TimeProvider _time;

    private TrustHost(ServiceProvider services, ResponseRecorder responses, TimeProvider time)
    {
        _services = services;
        _responses = responses;
        _time = time;
    }

    public HipaaJwtOptions Options => _services.GetRequiredService<IOptions<HipaaJwtOptions>>().Value;

    public IJwtValidator Validator => _services.GetRequiredService<IJwtValidator>();

    public IEnumerable<LogLine> Log => _services.GetRequiredService<CapturedLog>().Lines;

    public IEnumerable<KeyResponse> Responses => _responses.Responses;

    /// <summary>Starts the library. It begins to fetch keys.</summary>
    /// <returns>A failure with one line for each invalid option if the options would stop a service at start.</returns>
    public static async Task<Found<TrustHost>> StartAsync(IConfigurationSection section, TimeProvider time, CancellationToken cancellation)
    {
        TrustHost? host = null;
        try
        {
            host = Create(section, time);
            host._services.GetService<IStartupValidator>()?.Validate();
            foreach (var service in host._services.GetServices<IHostedService>())
            {
                await service.StartAsync(cancellation).ConfigureAwait(false);
            }

            var started = host;
            host = null;
            return started;
        }
        catch (OptionsValidationException exception)
        {
            return Failure.Invalid("the options are invalid: " + string.Join(' ', exception.Failures));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            return Failure.Invalid("the options are invalid: " + exception.Message);
        }
        finally
        {
            if (host is not null)
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the first fetch of the keys of every issuer has ended, at most 15 seconds.</summary>
    /// <returns>The state of the keys of each issuer, such as <c>Current, fetched 0 s ago, last refresh: Fetched</c>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> WaitForKeysAsync(CancellationToken cancellation)
    {
        var health = _services.GetRequiredService<HealthCheckService>();
        var start = _time.GetTimestamp();
        while (true)
        {
            var report = await health.CheckHealthAsync(cancellation).ConfigureAwait(false);
            var states = report.Entries[KeysCheck].Data.ToDictionary(state => state.Key, state => state.Value.ToString()!);
            if (!states.Values.Any(IsPending) || _time.GetElapsedTime(start) > MaxWait)
            {
                return states;
            }

            await Task.Delay(Poll, _time, cancellation).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static TrustHost Create(IConfigurationSection section, TimeProvider time)
    {
        var responses = new ResponseRecorder(time);
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton<CapturedLog>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<CapturedLog>());
        services.AddHealthChecks().AddHipaaJwtKeys(KeysCheck);
        services.AddHipaaJwt(section).ConfigureKeyHttpClient(client => client.AddHttpMessageHandler(responses.CreateHandler));
        return new TrustHost(services.BuildServiceProvider(), responses, time);
    }

    private static bool IsPending(string state) => state.StartsWith(NotLoaded, StringComparison.Ordinal);
}
