using HipaaJwt.AuditLog.Retention;

namespace HipaaJwt;

/// <summary>
/// The legal holds of an audit log: files <c>name.hold</c> in its directory. While one exists, no segment of any stream is pruned.
/// Thread-safe.
/// </summary>
/// <example>
/// <code>
/// var holds = new AuditLogHolds("audit");
/// holds.TryAdd(new AuditLogHold("case-2026-17", time.GetUtcNow(), "Subpoena of 3 March"));
/// </code>
/// </example>
public sealed class AuditLogHolds
{
    private readonly string _directory;

    /// <summary>Reads and writes the holds of a directory.</summary>
    /// <param name="directory">The directory of the audit log, which contains the directories of its streams.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public AuditLogHolds(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = directory;
    }

    /// <summary>Whether nothing may be pruned.</summary>
    /// <value>
    /// <see langword="true"/> if a hold exists, and also if the directory cannot be read, so that a fault never deletes what is held.
    /// </value>
    public bool IsHeld
    {
        get
        {
            try
            {
                return Files().Any();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Determines whether a text can be the name of a hold.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True for 1 to 64 ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c> that do not begin with <c>.</c></returns>
    public static bool IsName(string? name) => HoldFile.IsName(name);

    /// <summary>Lists the holds.</summary>
    /// <returns>The holds in the order of their names. The list is empty if there is none.</returns>
    /// <exception cref="IOException">The directory is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the directory.</exception>
    public IReadOnlyList<AuditLogHold> List() => [.. Files().Order(StringComparer.Ordinal).Select(HoldFile.Read)];

    /// <summary>Adds a hold. When the method returns, it is in effect.</summary>
    /// <param name="hold">The hold. Its file is readable by the user of this process alone.</param>
    /// <returns>False if a hold with this name exists. It is unchanged.</returns>
    /// <exception cref="ArgumentException">The name is invalid (<see cref="IsName"/>).</exception>
    /// <exception cref="ArgumentNullException">The hold is null.</exception>
    /// <exception cref="IOException">The directory is missing or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write to the directory.</exception>
    public bool TryAdd(AuditLogHold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        var path = PathOf(hold.Name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = Create(path, options);
        file?.Write(HoldFile.Write(hold));
        file?.Flush(flushToDisk: true);
        return file is not null;
    }

    /// <summary>Releases a hold. When the last one is released, segments whose retention has passed are pruned again.</summary>
    /// <param name="name">The name of the hold.</param>
    /// <returns>False if there is no hold with this name.</returns>
    /// <exception cref="ArgumentException">The name is invalid (<see cref="IsName"/>).</exception>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write to the directory.</exception>
    public bool TryRelease(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    private static FileStream? Create(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_directory, "*" + HoldFile.Extension);

    private string PathOf(string name) => HoldFile.IsName(name)
        ? Path.Combine(_directory, name + HoldFile.Extension)
        : throw new ArgumentException(
            "The name must be 1 to 64 letters, digits, '-', '_' or '.', and must not begin with '.'.", nameof(name));
}
