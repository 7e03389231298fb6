namespace HipaaJwt.Tool.Results;

/// <summary>Why a command cannot continue.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record Failure(ExitCode Code, string Message)
{
    public static Failure Usage(string message) => new(ExitCode.Usage, message);

    public static Failure NotFound(string message) => new(ExitCode.NotFound, message);

    public static Failure Invalid(string message) => new(ExitCode.Invalid, message);
}
