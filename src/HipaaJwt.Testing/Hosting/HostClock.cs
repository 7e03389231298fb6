using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Testing.Hosting;

/// <summary>
/// Advances the fake clock of a host. A jump makes the view of revocations too old, so the host would reject all tokens until it has read
/// its store again. So the last seconds pass in steps until it has.
/// </summary>
internal sealed class HostClock
{
    private const int StepsPerPull = 4;

    /// <summary>The real time in which the host does what a step made due.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock;
    private readonly IServiceProvider _services;
    private readonly HealthCheckRegistration _revocation;

    public HostClock(FakeTimeProvider clock, IServiceProvider services)
    {
        _clock = clock;
        _services = services;
        _revocation = CreateRegistration();
    }

    public async Task AdvanceAsync(TimeSpan time)
    {
        var options = _services.GetService<RevocationOptions>();
        if (options is null || _services.GetService<IRevocation>() is null)
        {
            _clock.Advance(time);
            return;
        }

        // Less than the staleness, so that a read in these steps still counts when they are over.
        var left = TimeSpan.FromTicks(Math.Min(time.Ticks, options.MaxStaleness.Ticks / 5 * 4));
        var step = options.PullInterval / StepsPerPull;
        _clock.Advance(time - left);
        while (left > TimeSpan.Zero && !await IsCurrentAsync().ConfigureAwait(false))
        {
            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            var next = step < left ? step : left;
            _clock.Advance(next);
            left -= next;
        }

        _clock.Advance(left);
        await WaitUntilCurrentAsync().ConfigureAwait(false);
    }

    /// <summary>The health check of revocations tells whether the view is current. It is not added to those of the application.</summary>
    private static HealthCheckRegistration CreateRegistration()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddHipaaJwtRevocation();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
    }

    private async Task WaitUntilCurrentAsync()
    {
        var bound = Task.Delay(Bound, TimeProvider.System);
        while (!await IsCurrentAsync().ConfigureAwait(false))
        {
            if (bound.IsCompleted)
            {
                throw new TimeoutException(
                    $"The host did not read its store of revocations within {Bound.TotalSeconds:0} seconds after the clock advanced. "
                    + "Check whether the store is available.");
            }

            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsCurrentAsync()
    {
        var result = await _revocation.Factory(_services)
            .CheckHealthAsync(new HealthCheckContext { Registration = _revocation }).ConfigureAwait(false);
        return result.Status == HealthStatus.Healthy;
    }
}
