using System.Text;

namespace HipaaJwt.AuditLog.Disks;

/// <summary>Reads and replaces small files as a whole.</summary>
internal static class DiskFiles
{
    /// <summary>What is appended to the name of a file while its new contents are written.</summary>
    public const string NewExtension = ".new";

    public static string ReadText(this IDisk disk, string path)
    {
        using var reader = new StreamReader(disk.OpenRead(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Replaces a file in one step: after a crash it has either the old or the new contents.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="contents">The new contents.</param>
    /// <param name="extension">What is appended to the name meanwhile. Several processes need different ones.</param>
    public static void Replace(this IDisk disk, string path, ReadOnlySpan<byte> contents, string extension = NewExtension)
    {
        using (var file = disk.Create(path + extension))
        {
            file.Write(contents, 0);
            file.Sync();
        }

        disk.Rename(path + extension, path);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
