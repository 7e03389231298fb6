using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>Plants a bug between the log and its disk.</summary>
internal sealed class PlantedDisk(IDisk disk, DiskBug bug) : IDisk
{
    public ILogFile Create(string path) => new PlantedFile(disk.Create(path), path, bug);

    public ILogFile Open(string path) => new PlantedFile(disk.Open(path), path, bug);

    public Stream OpenRead(string path) => disk.OpenRead(path);

    public bool Exists(string path) => disk.Exists(path);

    public IReadOnlyList<string> List(string directory) => disk.List(directory);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string path) => disk.Delete(path);

    public void SyncDirectory(string directory)
    {
        if (bug != DiskBug.NoDirectorySync)
        {
            disk.SyncDirectory(directory);
        }
    }

    public FileIdentity? IdentityOf(string path) => disk.IdentityOf(path);

    private sealed class PlantedFile(ILogFile file, string path, DiskBug bug) : ILogFile
    {
        public FileIdentity Identity => file.Identity;

        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Sync()
        {
            var isSegment = path.Contains(".jsonl", StringComparison.Ordinal);
            switch (bug)
            {
                case DiskBug.NoSync:
                case DiskBug.CheckpointBeforeSync when isSegment:
                case DiskBug.NameBeforeContents when path.EndsWith(".jsonl.new", StringComparison.Ordinal):
                    break;
                case DiskBug.SyncRepeated:
                    SyncTwice();
                    break;
                default:
                    file.Sync();
                    break;
            }
        }

        public void Dispose() => file.Dispose();

        private void SyncTwice()
        {
            try
            {
                file.Sync();
            }
            catch (IOException)
            {
                file.Sync();
            }
        }
    }
}
