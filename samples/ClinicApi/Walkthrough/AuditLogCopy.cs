namespace ClinicApi.Walkthrough;

/// <summary>Copies an audit log, without the key that signs it.</summary>
internal static class AuditLogCopy
{
    public static void Create(string directory, string target)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) != ".key")
            {
                var copy = Path.Combine(target, Path.GetRelativePath(directory, path));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy);
            }
        }
    }
}
