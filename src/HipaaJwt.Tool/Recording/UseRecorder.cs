using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Recording;

/// <summary>Records the use of a log in a stream of the tool in the same directory, before anything is shown or changed.</summary>
internal sealed class UseRecorder
{
    /// <summary>The name of the tool in the names of its streams.</summary>
    public const string Service = "hipaa-jwt";

    private readonly ToolEnvironment _environment;

    public UseRecorder(ToolEnvironment environment) => _environment = environment;

    public required string Directory { get; init; }

    public required string KeyFile { get; init; }

    /// <summary>Why the user does it; null if no reason was given.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<byte[]> PseudonymKeys { get; init; } = [];

    public bool AllowVolatileFileSystem { get; init; }

    public bool AllowNetworkFileSystem { get; init; }

    /// <returns>The failure if the event is not on the disk; otherwise null.</returns>
    public Task<Failure?> RecordAsync(AuditEvent use, CancellationToken cancellation)
    {
        _ = (use, cancellation, _environment);
        return Task.FromResult<Failure?>(new Failure(ExitCode.NotRecorded, "the use of the log could not be recorded."));
    }
}
