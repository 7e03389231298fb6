namespace HipaaJwt.Sqlite.Files;

/// <summary>The state of a file as the file system reports it: which file it is, and when it was last changed.</summary>
/// <param name="Device">The device of the file.</param>
/// <param name="Inode">The number of the file on its device; 0 if the platform does not report it.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="ModifiedAt">The time of the last change of the content.</param>
/// <param name="ChangedAt">The time of the last change of the content or the attributes. Programs cannot set it.</param>
internal readonly record struct FileStamp(ulong Device, ulong Inode, long Size, Int128 ModifiedAt, Int128 ChangedAt)
{
    /// <summary>Whether the platform reports the number of the file.</summary>
    public bool HasNumber => Inode != 0;

    /// <summary>Whether the other stamp is of the same file. Without numbers of files, each change counts as another file.</summary>
    public bool IsSameFile(FileStamp other) => !HasNumber ? this == other : Device == other.Device && Inode == other.Inode;
}
