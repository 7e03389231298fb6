using System.Text.Json.Nodes;
using HipaaJwt.Tool.CommandLine;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tests.Support;

/// <summary>A run of the whole program in this process, and what it wrote.</summary>
internal sealed record ToolRun(ExitCode Code, string Output, string Error)
{
    /// <summary>The one object on the standard output.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>The output without blanks at the ends of lines.</summary>
    public string[] Lines => [.. Output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    public static Task<ToolRun> Of(params string[] arguments) => new Builder().RunAsync(arguments);

    public static Builder With(
        string input = "", TimeProvider? time = null, string? configuration = null, bool isTerminal = false, string? noColor = null) =>
            new()
            {
                Input = input,
                Time = time ?? TimeProvider.System,
                Configuration = configuration ?? "/nonexistent/configuration",
                IsTerminal = isTerminal,
                NoColor = noColor,
            };

    /// <summary>What a run gets of its surroundings.</summary>
    public sealed record Builder
    {
        public string Input { get; init; } = string.Empty;

        public TimeProvider Time { get; init; } = TimeProvider.System;

        public string Configuration { get; init; } = "/nonexistent/configuration";

        public bool IsTerminal { get; init; }

        public string? NoColor { get; init; }

        /// <summary>The home folder, which contains the user secrets.</summary>
        public string? Home { get; init; }

        public Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

        public async Task<ToolRun> RunAsync(string[] arguments, CancellationToken cancellation)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var code = await RunAsync(arguments, output, error, cancellation);
            return new ToolRun(code, output.ToString(), error.ToString());
        }

        public Task<ExitCode> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellation) =>
            RunAsync(arguments, output, TextWriter.Null, cancellation);

        private async Task<ExitCode> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
        {
            using var input = new StringReader(Input);
            var environment = new ToolEnvironment
            {
                Input = input,
                Output = output,
                Error = error,
                Time = Time,
                IsInputRedirected = true,
                IsOutputRedirected = !IsTerminal,
                IsErrorRedirected = true,
                UserName = "officer",
                ConfigurationFolder = Configuration,
                Variable = name => name switch { "NO_COLOR" => NoColor, "HOME" => Home, _ => null },
            };
            return (ExitCode)await ToolApplication.RunAsync(arguments, environment, cancellation);
        }
    }
}
