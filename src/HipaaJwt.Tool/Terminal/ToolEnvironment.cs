namespace HipaaJwt.Tool.Terminal;

/// <summary>What the tool uses of the process that it runs in. Tests give their own.</summary>
internal sealed record ToolEnvironment
{
    public required TextReader Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Whether the input comes from a file or a program.</summary>
    public bool IsInputRedirected { get; init; }

    public bool IsOutputRedirected { get; init; }

    public bool IsErrorRedirected { get; init; }

    /// <summary>The name of the user of the operating system, for the record of the use of a log.</summary>
    public required string UserName { get; init; }

    /// <summary>The folder of the user's configuration.</summary>
    public required string ConfigurationFolder { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether colors are off by NO_COLOR (no-color.org).</summary>
    public bool IsColorOff => !string.IsNullOrEmpty(Variable("NO_COLOR")) || Variable("TERM") == "dumb";
}
