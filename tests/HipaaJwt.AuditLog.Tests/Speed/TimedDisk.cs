using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Tests.Speed;

/// <summary>Measures how long each sync of a segment takes. Only one thread writes segments.</summary>
internal sealed class TimedDisk(IDisk disk) : IDisk
{
    private readonly List<double> _syncs = [];

    public ILogFile Create(string path) => new TimedFile(disk.Create(path), this, path);

    public ILogFile Open(string path) => new TimedFile(disk.Open(path), this, path);

    public Stream OpenRead(string path) => disk.OpenRead(path);

    public bool Exists(string path) => disk.Exists(path);

    public IReadOnlyList<string> List(string directory) => disk.List(directory);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string path) => disk.Delete(path);

    public void SyncDirectory(string directory) => disk.SyncDirectory(directory);

    public FileIdentity? IdentityOf(string path) => disk.IdentityOf(path);

    /// <summary>Takes the times of the syncs since the last call, in milliseconds. Call it while the log writes nothing.</summary>
    public double[] TakeSyncs()
    {
        lock (_syncs)
        {
            var syncs = _syncs.ToArray();
            _syncs.Clear();
            return syncs;
        }
    }

    private sealed class TimedFile(ILogFile file, TimedDisk owner, string path) : ILogFile
    {
        private readonly bool _isSegment = path.Contains(".jsonl", StringComparison.Ordinal);

        public FileIdentity Identity => file.Identity;

        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Sync()
        {
            var start = TimeProvider.System.GetTimestamp();
            file.Sync();
            if (_isSegment)
            {
                lock (owner._syncs)
                {
                    owner._syncs.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        public void Dispose() => file.Dispose();
    }
}
