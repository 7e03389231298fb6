using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Tests.Speed;

/// <summary>The least that any durable log must do: bytes of all waiting callers, one write, one sync, acknowledgements.</summary>
internal sealed class PlainAppend : IDisposable
{
    private readonly object _lock = new();
    private readonly ILogFile _file;
    private readonly Thread _thread;
    private readonly byte[] _record;
    private List<TaskCompletionSource> _waiting = [];
    private bool _isClosed;

    public PlainAppend(string path, int recordLength)
    {
        _file = new PhysicalDisk().Create(path);
        _record = new byte[recordLength];
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public Task AppendAsync()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(source);
            Monitor.Pulse(_lock);
        }

        return source.Task;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join();
        _file.Dispose();
    }

    private void Run()
    {
        var offset = 0L;
        while (Take() is { Count: > 0 } group)
        {
            var bytes = new byte[group.Count * _record.Length];
            for (var index = 0; index < group.Count; index++)
            {
                _record.CopyTo(bytes, index * _record.Length);
            }

            _file.Write(bytes, offset);
            _file.Sync();
            offset += bytes.Length;
            group.ForEach(source => source.SetResult());
        }
    }

    private List<TaskCompletionSource> Take()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_lock);
            }

            var group = _waiting;
            _waiting = [];
            return group;
        }
    }
}
