using HipaaJwt.Tool.Files;
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

    /// <summary>The directory that receives the checkpoints of the tool's stream; null for none.</summary>
    public string? AnchorDirectory { get; init; }

    /// <summary>Why the user does it; null if no reason was given.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<byte[]> PseudonymKeys { get; init; } = [];

    public bool AllowVolatileFileSystem { get; init; }

    public bool AllowNetworkFileSystem { get; init; }

    /// <summary>Writes events and waits until they are on the disk.</summary>
    /// <returns>The failure if one is not on the disk; otherwise null.</returns>
    public async Task<Failure?> RecordAsync(CancellationToken cancellation, params IReadOnlyList<AuditEvent> uses)
    {
        if (PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(KeyFile))!) is { } failure)
        {
            return NotRecorded(failure.Message);
        }

#pragma warning disable CA1031 // Whatever stops the recording stops the command.
        try
        {
            var log = await FileAuditLog.OpenAsync(OptionsOf(), _environment.Time, cancellationToken: cancellation).ConfigureAwait(false);
            await using (log.ConfigureAwait(false))
            {
                foreach (var use in uses)
                {
                    var named = use with { Subject = _environment.UserName, Justification = use.Justification ?? Reason };
                    await log.WriteAsync(named, cancellation).ConfigureAwait(false);
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return NotRecorded(exception.Message);
        }
#pragma warning restore CA1031
    }

    private static Failure NotRecorded(string reason) =>
        new(ExitCode.NotRecorded, $"the use of the log could not be recorded, so nothing was shown or changed: {reason}");

    private FileAuditLogOptions OptionsOf()
    {
        var options = new FileAuditLogOptions
        {
            Directory = Directory,
            Service = Service,
            SigningKeyFile = KeyFile,
            AnchorDirectory = AnchorDirectory,
            AllowVolatileFileSystem = AllowVolatileFileSystem,
            AllowNetworkFileSystem = AllowNetworkFileSystem,
        };
        foreach (var key in PseudonymKeys)
        {
            options.PseudonymKeys.Add(key);
        }

        return options;
    }
}
