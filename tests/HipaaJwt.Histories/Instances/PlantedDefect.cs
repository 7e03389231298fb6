using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HipaaJwt.Histories.Instances;

/// <summary>A defect that the histories must find. The library is the same; its store or its time is falsified.</summary>
internal sealed record PlantedDefect(string Name)
{
    public const string ChecksOnce = "cached tokens not checked again";

    public static IReadOnlyList<PlantedDefect> All { get; } =
    [
        new("sequence-numbered log")
        {
            Store = (store, services) => new SequenceNumberedLog(store, services.GetRequiredService<NpgsqlDataSource>()),
        },
        new("no lease") { MaxStaleness = TimeSpan.FromMinutes(5) },
        new("lease by timer alone") { Time = clock => new TimerAlone(clock) },
        new("lease by clock alone") { Time = clock => new ClockAlone(clock) },
        new("lost data unnoticed") { Store = (store, _) => new UnnoticedLoss(store) },
        new("published messages as data") { Store = (store, _) => new LossyMessages(store) },
        new(ChecksOnce),
    ];

    /// <summary>Replaces the store of an instance.</summary>
    public Func<IRevocationStore, IServiceProvider, IRevocationStore>? Store { get; init; }

    /// <summary>Falsifies the time of the library.</summary>
    public Func<TimeProvider, TimeProvider>? Time { get; init; }

    public TimeSpan? MaxStaleness { get; init; }

    public static PlantedDefect Get(string name) => All.Single(defect => defect.Name == name);

    public void DecorateStore(IServiceCollection services, InstanceSettings settings)
    {
        if (Store is { } decorate)
        {
            var original = services.Last(service => service.ServiceType == typeof(IRevocationStore));
            services.Remove(original);
            services.AddSingleton(provider => decorate((IRevocationStore)original.ImplementationFactory!(provider), provider));
        }
    }

    /// <summary>A clock that follows the timer, so that the lease ends by the timer alone.</summary>
    private sealed class TimerAlone(TimeProvider clock) : TimeProvider
    {
        private readonly DateTimeOffset _start = clock.GetUtcNow();
        private readonly long _startTimer = clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_startTimer);
    }

    private sealed class ClockAlone(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => 0;
    }
}
