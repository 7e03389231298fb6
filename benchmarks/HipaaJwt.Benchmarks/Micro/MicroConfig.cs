using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Short runs after two seconds of warm-up, which the JIT needs to optimize a handler.</summary>
internal static class MicroConfig
{
    private static readonly TimeInterval Iteration = TimeInterval.FromMilliseconds(200);

    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithLaunchCount(1)
            .WithWarmupCount(10)
            .WithIterationTime(Iteration)
            .WithIterationCount(6)
            .WithStrategy(RunStrategy.Throughput))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default);
}
