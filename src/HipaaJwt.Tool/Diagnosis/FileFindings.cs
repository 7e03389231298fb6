using HipaaJwt.Tool.Files;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>Checks who may read or change settings files, audit logs and private keys.</summary>
internal static class FileFindings
{
    /// <summary>A message names this many files at most.</summary>
    private const int MaxNamed = 5;

    /// <summary>Everybody who can change a settings file decides whom the service trusts.</summary>
    public static IEnumerable<Finding> OfSettings(IEnumerable<string> paths) =>
        from path in paths
        let writers = PrivateFiles.WritersOf(path)
        select writers is null
            ? new Finding(Severity.Ok, "files", $"{path}: only its owner may change it.")
            : new Finding(Severity.Problem, "files", $"{path} {writers}. Remove the permission.");

    /// <summary>Private keys and audit logs are for their owner alone.</summary>
    public static IEnumerable<Finding> OfPrivate(IEnumerable<string> paths) => paths.SelectMany(OfPrivate);

    private static IEnumerable<Finding> OfPrivate(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return [new Finding(Severity.Problem, "files", $"{path} does not exist.")];
        }

        string[] all =
            [path, .. Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories) : []];
        var exposed = all.Select(entry => (Path: entry, Exposure: PrivateFiles.ExposureOf(entry)))
            .Where(entry => entry.Exposure is not null);
        Finding[] problems =
        [
            .. exposed.Take(MaxNamed).Select(entry => new Finding(
                Severity.Problem, "files", $"{entry.Path} {entry.Exposure}. Set the mode to 0600, or 0700 for a directory.")),
        ];
        return problems.Length > 0 ? problems : [new Finding(Severity.Ok, "files", $"{path}: only its owner may read it.")];
    }
}
