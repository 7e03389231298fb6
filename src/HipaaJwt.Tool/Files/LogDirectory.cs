using System.CommandLine;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Files;

/// <summary>The argument that names the directory of an audit log.</summary>
internal static class LogDirectory
{
    public static Argument<string> CreateArgument() => new("directory")
    {
        Description = "The directory of the audit log, which contains a directory for each stream.",
    };

    /// <returns>The failure if the directory does not exist; otherwise null.</returns>
    public static Failure? Check(string path) =>
        Directory.Exists(path) ? null : Failure.NotFound($"the directory {path} does not exist.");
}
