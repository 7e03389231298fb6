using System.Text;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>The program <c>hipaa-jwt</c>.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        var hasTerminal = !Console.IsOutputRedirected;
        if (hasTerminal)
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        return ToolApplication.RunAsync(args, OfProcess(), CancellationToken.None);
    }

    private static ToolEnvironment OfProcess() => new()
    {
        Input = Console.In,
        Output = Console.Out,
        Error = Console.Error,
        Time = TimeProvider.System,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
        UserName = Environment.UserName,
        ConfigurationFolder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "hipaa-jwt"),
        Variable = Environment.GetEnvironmentVariable,
    };
}
