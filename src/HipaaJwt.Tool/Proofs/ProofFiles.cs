using System.Globalization;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Proofs;

/// <summary>The two files that show one event to somebody who does not have the log: the proof and the record.</summary>
internal static class ProofFiles
{
    public const string ProofExtension = ".tlog-proof";
    public const string RecordExtension = ".json";

    /// <summary>The default name of the files, without extension.</summary>
    public static string NameOf(string origin, long index)
    {
        var name =
            string.Concat(origin.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' ? character : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{index}");
    }

    /// <summary>Writes both files with mode 0600. It never overwrites one.</summary>
    public static Failure? Write(string path, AuditLogProof proof, AuditLogEntry entry) =>
        PrivateFiles.Create(path + ProofExtension, proof.ToString()) ?? PrivateFiles.Create(path + RecordExtension, entry.Json.Span);
}
