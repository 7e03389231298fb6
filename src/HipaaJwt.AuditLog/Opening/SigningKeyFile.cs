using System.Text;
using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Reads the private key of a log, or creates it.</summary>
internal static class SigningKeyFile
{
    private const UnixFileMode OthersMode =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <exception cref="ArgumentException">The file is not a key, or other users can read it.</exception>
    public static AuditLogSigningKey ReadOrCreate(IDisk disk, string path, Action onCreated)
    {
        if (!disk.Exists(path))
        {
            var created = AuditLogSigningKey.Create();
            disk.Replace(path, Encoding.ASCII.GetBytes(created.ToPem()));
            onCreated();
            return created;
        }

        return Read(disk, path);
    }

    /// <exception cref="ArgumentException">The file is not a key, or other users can read it.</exception>
    public static AuditLogSigningKey Read(IDisk disk, string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMode) != 0)
        {
            throw new ArgumentException(
                $"{nameof(FileAuditLogOptions.SigningKeyFile)}: other users can read {path}. Set its mode to 0600, and replace the key if "
                + "somebody may have read it.");
        }

        return AuditLogSigningKey.TryParsePem(disk.ReadText(path), out var key)
            ? key
            : throw new ArgumentException(
                $"{nameof(FileAuditLogOptions.SigningKeyFile)}: {path} is not a private key on P-256 in PEM (PKCS#8). Restore the file, or "
                + "move it away to begin a new stream under a new key.");
    }
}
