using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// Hands over to BenchmarkDotNet; <c>--jsonl FILE</c> keeps the results, one a line. Where the file has them from another run, the
/// quicker of both is kept: what slows a machine for a while slows one contender and not the next.
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
            File.WriteAllLines(path, MicroResult.Quickest(kept.Concat(summaries.SelectMany(MicroResult.From))).Select(result => result.ToJson()));
        }

        return summaries.Length > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
