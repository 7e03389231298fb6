using System.CommandLine;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Recording;

/// <summary>The options with which the tool records the use of a log.</summary>
internal sealed class RecordingOptions
{
    private const string DefaultKeyFile = "audit-key.pem";

    private readonly Option<string?> _reason = new("--reason") { Description = "Why you do this, for the record.", HelpName = "TEXT" };

    private readonly Option<string?> _key = new("--recording-key")
    {
        Description = "The private key of the tool's own stream. It is created if it does not exist. "
            + $"By default {DefaultKeyFile} in the folder of your configuration.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _anchor = new("--recording-anchor")
    {
        Description = "A directory out of reach of the log that receives the newest checkpoint of the tool's own stream.",
        HelpName = "DIRECTORY",
    };

    private readonly Option<bool> _allowVolatile = new("--allow-volatile-file-system")
    {
        Description = "Record in a log that lies in memory.",
    };

    private readonly Option<bool> _allowNetwork = new("--allow-network-file-system")
    {
        Description = "Record in a log that lies on a network file system.",
    };

    public IEnumerable<Option> All => [_reason, .. WithoutReason];

    /// <summary>The options for a command whose own options say why it is done.</summary>
    public IEnumerable<Option> WithoutReason => [_key, _anchor, _allowVolatile, _allowNetwork];

    public UseRecorder CreateRecorder(
        ParseResult parsed, ToolEnvironment environment, string directory, IReadOnlyList<byte[]>? pseudonymKeys = null) => new(environment)
        {
            Directory = directory,
            KeyFile = parsed.GetValue(_key) ?? Path.Combine(environment.ConfigurationFolder, DefaultKeyFile),
            AnchorDirectory = parsed.GetValue(_anchor),
            Reason = parsed.GetValue(_reason),
            PseudonymKeys = pseudonymKeys ?? [],
            AllowVolatileFileSystem = parsed.GetValue(_allowVolatile),
            AllowNetworkFileSystem = parsed.GetValue(_allowNetwork),
        };
}
