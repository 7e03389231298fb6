using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// Runs BenchmarkDotNet. <c>--jsonl FILE</c> writes the results, one line each. If the file contains results of another run, the
/// faster result of both is kept, because a disturbance of the machine can affect a single contender.
/// </summary>
internal static class MicroCommand
{
    public static int Run(string[] arguments)
    {
        var option = Array.IndexOf(arguments, "--jsonl");
        var path = option >= 0 && option + 1 < arguments.Length ? arguments[option + 1] : null;
        string[] rest = path is null ? arguments : [.. arguments[..option], .. arguments[(option + 2)..]];
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(rest, MicroConfig.Create())];
        if (path is not null)
        {
            MicroResult[] kept = File.Exists(path) ? [.. File.ReadLines(path).Select(MicroResult.FromJson)] : [];
            var fastest = MicroResult.Fastest(kept.Concat(summaries.SelectMany(MicroResult.From)));
            File.WriteAllLines(path, fastest.Select(result => result.ToJson()));
        }

        return summaries.Length > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
