using System.Text.Json.Nodes;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Results;

/// <summary>The result of a command: the exit code, the text for people and the object for programs.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Text">The text on the standard output.</param>
/// <param name="Json">The members of the object that <c>--json</c> writes.</param>
internal sealed record Report(ExitCode Code, TextReport Text, JsonObject Json)
{
    /// <summary>Messages for the standard error stream, with and without <c>--json</c>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The message on the standard error stream and in the object of a command that failed; null if it did not.</summary>
    public string? Error { get; init; }

    public static implicit operator Report(Failure failure) => From(failure);

    public static Report From(Failure failure) => new(failure.Code, new TextReport(), []) { Error = failure.Message };
}
