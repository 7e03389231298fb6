using System.CommandLine;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Verification;

/// <summary>The option that names anchors: files with a checkpoint each, or a directory of them.</summary>
internal sealed class AnchorOption
{
    private const string Pattern = "*.checkpoint";

    public Option<string[]> Option { get; } = new("--anchor")
    {
        Description =
            "A checkpoint that was kept out of reach of the log, or a directory with *.checkpoint files. Repeat it for further ones.",
        HelpName = "FILE|DIRECTORY",
    };

    public Found<List<AuditLogCheckpoint>> Read(ParseResult parsed)
    {
        List<AuditLogCheckpoint> anchors = [];
        foreach (var path in (parsed.GetValue(Option) ?? []).SelectMany(FilesOf))
        {
            if (!TextFiles.Read(path, "the anchor").Is(out var note, out var failure))
            {
                return failure;
            }

            if (!AuditLogCheckpoint.TryParse(note, out var checkpoint))
            {
                return Failure.NotFound($"the anchor {path} is not a signed checkpoint (C2SP tlog-checkpoint).");
            }

            anchors.Add(checkpoint);
        }

        return anchors;
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, Pattern).Order(StringComparer.Ordinal) : [path];
}
