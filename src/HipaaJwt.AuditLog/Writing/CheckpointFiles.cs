using System.Text;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>
/// The files with the checkpoints of a stream. A note is durable in <c>checkpoints</c> before it becomes the newest one. Not thread-safe.
/// </summary>
internal sealed class CheckpointFiles : IDisposable
{
    private readonly LogStream _stream;
    private ILogFile? _all;
    private long _length;

    /// <param name="stream">The stream.</param>
    /// <param name="length">The number of valid bytes of the file with all checkpoints.</param>
    public CheckpointFiles(LogStream stream, long length)
    {
        _stream = stream;
        _length = length;
    }

    private string AllPath => _stream.PathOf(StreamFiles.Checkpoints);

    /// <summary>Appends a note and makes it the newest one.</summary>
    /// <exception cref="IOException">It failed. The note may be repeated.</exception>
    public void Write(AuditLogCheckpoint checkpoint)
    {
        var note = Encoding.UTF8.GetBytes(checkpoint.Note + "\n");
        if (_all is null)
        {
            Rewrite(note);
        }
        else
        {
            Append(note);
        }

        _length += note.Length;
        _stream.Disk.Replace(_stream.PathOf(StreamFiles.Checkpoint), Encoding.UTF8.GetBytes(checkpoint.Note));
    }

    public void Dispose() => _all?.Dispose();

    private void Append(byte[] note)
    {
        try
        {
            _all!.Write(note, _length);
            _all.Sync();
        }
        catch (IOException)
        {
            // After a failure nothing is known about the file, so the next note goes into a copy.
            _all!.Dispose();
            _all = null;
            throw;
        }
    }

    /// <summary>Copies the valid notes and the new one to a new file.</summary>
    private void Rewrite(byte[] note)
    {
        var path = AllPath + DiskFiles.NewExtension;
        var file = _stream.Disk.Create(path);
        try
        {
            CopyTo(file);
            file.Write(note, _length);
            file.Sync();
            _stream.Disk.Rename(path, AllPath);
            _stream.Disk.SyncDirectory(_stream.Directory);
            _all = file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void CopyTo(ILogFile file)
    {
        if (_length == 0)
        {
            return;
        }

        using var source = _stream.Disk.OpenRead(AllPath);
        var buffer = new byte[64 * 1024];
        for (long offset = 0; offset < _length;)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(buffer.Length, _length - offset));
            if (read == 0)
            {
                throw new IOException($"The file {StreamFiles.Checkpoints} is shorter than its valid notes.");
            }

            file.Write(buffer.AsSpan(0, read), offset);
            offset += read;
        }
    }
}
