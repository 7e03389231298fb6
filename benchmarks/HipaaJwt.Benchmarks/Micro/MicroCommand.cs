using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Hands over to BenchmarkDotNet; <c>--jsonl FILE</c> keeps the results, one a line.</summary>
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
            File.WriteAllLines(path, summaries.SelectMany(MicroResult.From).Select(result => result.ToJson()));
        }

        return summaries.Length > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
