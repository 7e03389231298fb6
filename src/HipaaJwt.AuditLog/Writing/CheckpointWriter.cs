namespace HipaaJwt.AuditLog.Writing;

/// <summary>
/// The thread that signs checkpoints, makes them durable and hands them to the anchors, in this order. Acknowledgements of events do not
/// wait for it.
/// </summary>
internal sealed class CheckpointWriter : IDisposable
{
    private readonly LogStream _stream;
    private readonly CheckpointFiles _files;
    private readonly ILogObserver _observer;
    private readonly Action<AuditLogCheckpoint> _publish;
    private readonly Lock _writing = new();
    private readonly object _mailbox = new();
    private readonly Thread _thread;
    private (long Size, byte[] Root)? _next;
    private volatile bool _isBusy;
    private long _size = -1;
    private bool _isClosed;

    /// <param name="stream">The stream.</param>
    /// <param name="files">The files with the checkpoints.</param>
    /// <param name="observer">Receives failures.</param>
    /// <param name="publish">Receives each durable checkpoint. It must not wait.</param>
    public CheckpointWriter(LogStream stream, CheckpointFiles files, ILogObserver observer, Action<AuditLogCheckpoint> publish)
    {
        _stream = stream;
        _files = files;
        _observer = observer;
        _publish = publish;
        _thread = new Thread(Run) { IsBackground = true, Name = "HipaaJwt audit log checkpoints" };
    }

    /// <summary>Whether a checkpoint can be posted without a wait.</summary>
    public bool IsIdle => !_isBusy;

    /// <summary>The size of the newest durable checkpoint; -1 if there is none.</summary>
    public long Size => Volatile.Read(ref _size);

    public void Start() => _thread.Start();

    /// <summary>
    /// Asks for a checkpoint of records that are durable. A later one replaces an earlier one that has not been signed yet.
    /// </summary>
    public void Post(long size, byte[] root)
    {
        lock (_mailbox)
        {
            _next = (size, root);
            _isBusy = true;
            Monitor.Pulse(_mailbox);
        }
    }

    /// <summary>Signs and writes a checkpoint on the thread of the caller.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public AuditLogCheckpoint Write(long size, byte[] root)
    {
        lock (_writing)
        {
            var checkpoint = _stream.Key.Sign(_stream.Origin, size, root);
            _files.Write(checkpoint);
            Volatile.Write(ref _size, size);
            _publish(checkpoint);
            return checkpoint;
        }
    }

    /// <summary>Writes what was posted and ends the thread.</summary>
    public void Close()
    {
        lock (_mailbox)
        {
            _isClosed = true;
            Monitor.Pulse(_mailbox);
        }

        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public void Dispose() => _files.Dispose();

    private void Run()
    {
        while (Take() is { } next)
        {
            try
            {
                Write(next.Size, next.Root);
            }
            catch (Exception exception) when (exception is IOException or System.Security.Cryptography.CryptographicException)
            {
                _observer.OnCheckpointFailed(exception.GetType().Name);
            }
        }
    }

    private (long Size, byte[] Root)? Take()
    {
        lock (_mailbox)
        {
            _isBusy = _next is not null;
            while (_next is null && !_isClosed)
            {
                Monitor.Wait(_mailbox);
            }

            var next = _next;
            _next = null;
            return next;
        }
    }
}
