using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>
/// A disk in memory that does what a disk may do: it keeps, drops, reorders or tears what was not synced when it crashes, and loses what
/// a failed sync should have written, even if a later sync succeeds. Thread-safe.
/// </summary>
internal sealed class SimulatedDisk : IDisk
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedFile> _durableNames = new(StringComparer.Ordinal);
    private readonly List<NameChange> _nameChanges = [];
    private ulong _nextNumber = 1;

    /// <summary>Decides before each call whether it fails. It receives the name of the call and the path.</summary>
    public Func<string, string, DiskFault> Fault { get; set; } = (_, _) => DiskFault.None;

    /// <summary>The calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The bytes that files may still take; files do not give them back.</summary>
    public long Free { get; set; } = long.MaxValue;

    public bool IsCrashed { get; private set; }

    /// <summary>All calls fail from now on, like those of a process that does not exist anymore.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            IsCrashed = true;
        }
    }

    /// <summary>What is on the disk after a crash: all that was synced, and an arbitrary part of the rest.</summary>
    public SimulatedDisk AfterCrash(Random random)
    {
        lock (_lock)
        {
            IsCrashed = true;
            var disk = new SimulatedDisk { _nextNumber = _nextNumber };
            var names = new Dictionary<string, SimulatedFile>(_durableNames, StringComparer.Ordinal);
            foreach (var change in _nameChanges.Where(_ => random.Next(2) == 0))
            {
                change.Apply(names);
            }

            var copies = names.Values.Distinct().ToDictionary(file => file, file => file.AfterCrash(random));
            foreach (var (path, file) in names)
            {
                disk._names[path] = copies[file];
                disk._durableNames[path] = copies[file];
            }

            return disk;
        }
    }

    /// <summary>Writes all files to a real directory.</summary>
    public void CopyTo(string directory)
    {
        lock (_lock)
        {
            foreach (var (path, file) in _names)
            {
                File.WriteAllBytes(Path.Combine(directory, Path.GetFileName(path)), file.Contents);
            }
        }
    }

    public ILogFile Create(string path) => Call("create", path, () =>
    {
        if (!_names.TryGetValue(path, out var file))
        {
            file = new SimulatedFile(_nextNumber++);
            Change(new NameChange(path, file, null));
        }
        else
        {
            file.Truncate();
        }

        return new Handle(this, path, file);
    });

    public ILogFile Open(string path) => Call("open", path, () => new Handle(this, path, Find(path)));

    public Stream OpenRead(string path) => Call("read", path, () => new MemoryStream(Find(path).Contents, writable: false));

    public bool Exists(string path)
    {
        lock (_lock)
        {
            return _names.ContainsKey(path);
        }
    }

    public IReadOnlyList<string> List(string directory) =>
        Call<IReadOnlyList<string>>("list", directory, () => [.. _names.Keys.Select(path => Path.GetFileName(path))]);

    public void Rename(string from, string to) => Call("rename", to, () =>
    {
        Change(new NameChange(to, Find(from), from));
        return 0;
    });

    public void Delete(string path) => Call("delete", path, () =>
    {
        Change(new NameChange(path, null, null));
        return 0;
    });

    public void SyncDirectory(string directory) => Call("sync directory", directory, () =>
    {
        _nameChanges.Clear();
        _durableNames.Clear();
        foreach (var (path, file) in _names)
        {
            _durableNames[path] = file;
        }

        return 0;
    });

    public FileIdentity? IdentityOf(string path)
    {
        lock (_lock)
        {
            return _names.TryGetValue(path, out var file) ? Identify(file) : null;
        }
    }

    private void Change(NameChange change)
    {
        change.Apply(_names);
        _nameChanges.Add(change);
    }

    private SimulatedFile Find(string path) =>
        _names.TryGetValue(path, out var file) ? file : throw new FileNotFoundException("The simulated file does not exist.", path);

    private FileIdentity Identify(SimulatedFile file) =>
        new(1, file.Number, (uint)_names.Values.Count(other => other == file), file.Length);

    private T Call<T>(string call, string path, Func<T> operation) => Call(call, path, _ => operation());

    private T Call<T>(string call, string path, Func<DiskFault, T> operation)
    {
        lock (_lock)
        {
            Calls++;
            if (IsCrashed)
            {
                throw new IOException("The simulated machine is off.");
            }

            var fault = Fault(call, path);
            if (fault == DiskFault.Crash)
            {
                IsCrashed = true;
                fault = DiskFault.Error;
            }

            var result = fault == DiskFault.None || call is "write" or "sync" ? operation(fault) : default!;
            return fault switch
            {
                DiskFault.None => result,
                DiskFault.Full => throw new IOException("No space left on the simulated device.", 28),
                _ => throw new IOException("The simulated device failed.", 5),
            };
        }
    }

    private sealed class Handle(SimulatedDisk disk, string path, SimulatedFile file) : ILogFile
    {
        public FileIdentity Identity
        {
            get
            {
                lock (disk._lock)
                {
                    return disk.Identify(file);
                }
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var copy = bytes.ToArray();
            var isFull = false;
            disk.Call("write", path, fault =>
            {
                var growth = Math.Max(0, offset + copy.Length - file.Length);
                isFull = growth > disk.Free;

                // A write that fails may have written a part.
                var written = fault == DiskFault.None && !isFull ? copy.Length : copy.Length / 2;
                file.Write(copy.AsSpan(0, written), offset);
                disk.Free -= isFull ? 0 : growth;
                return 0;
            });
            if (isFull)
            {
                throw new IOException("No space left on the simulated device.", 28);
            }
        }

        public void Sync() => disk.Call("sync", path, fault =>
        {
            file.Sync(isSuccess: fault == DiskFault.None);
            return 0;
        });

        public void Dispose()
        {
        }
    }

    private sealed record NameChange(string Path, SimulatedFile? File, string? From)
    {
        public void Apply(Dictionary<string, SimulatedFile> names)
        {
            if (From is not null)
            {
                names.Remove(From);
            }

            if (File is null)
            {
                names.Remove(Path);
            }
            else
            {
                names[Path] = File;
            }
        }
    }
}
