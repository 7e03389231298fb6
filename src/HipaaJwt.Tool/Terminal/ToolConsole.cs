using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Phrase = Spectre.Console.Text;

namespace HipaaJwt.Tool.Terminal;

/// <summary>Writes results to the standard output and messages to the standard error stream.</summary>
internal sealed class ToolConsole
{
    /// <summary>The width of a line that nobody sees on a terminal: text for other programs must not wrap.</summary>
    private const int UnlimitedWidth = 10_000;

    private readonly ToolEnvironment _environment;
    private readonly IAnsiConsole _output;

    public ToolConsole(ToolEnvironment environment)
    {
        _environment = environment;
        _output = Create(environment.Output, environment.IsOutputRedirected || environment.IsColorOff);
        ErrorConsole = Create(environment.Error, environment.IsErrorRedirected || environment.IsColorOff);
        if (environment.IsOutputRedirected)
        {
            _output.Profile.Width = UnlimitedWidth;
        }

        if (environment.IsErrorRedirected)
        {
            ErrorConsole.Profile.Width = UnlimitedWidth;
        }
    }

    /// <summary>The standard error stream, for progress.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Whether the standard error stream is a terminal on which progress can move.</summary>
    public bool ShowsProgress => !_environment.IsErrorRedirected && !_environment.IsColorOff;

    public void Write(TextReport text)
    {
        foreach (var part in text.Parts)
        {
            if (part is UnwrappedLine line)
            {
                _environment.Output.Write(line.Text + "\n");
                continue;
            }

            _output.Write(part);
            if (part is Phrase)
            {
                _output.WriteLine();
            }
        }
    }

    /// <summary>Writes one JSON object on one line.</summary>
    public void Write(JsonObject json) => _environment.Output.Write(json.ToJsonString() + "\n");

    public void Warn(string message) => WriteError("warning: " + message, Tone.Warning);

    public void Fail(string message) => WriteError("error: " + message, Tone.Bad);

    private static IAnsiConsole Create(TextWriter writer, bool isPlain) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
    });

    private void WriteError(string message, Tone tone)
    {
        ErrorConsole.Write(new Phrase(SafeText.Of(message), TextReport.StyleOf(tone)));
        ErrorConsole.WriteLine();
    }
}
