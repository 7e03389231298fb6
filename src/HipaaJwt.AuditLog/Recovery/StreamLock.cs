using System.Globalization;
using System.Text;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>Keeps other processes away from a stream. The operating system releases it when the process ends.</summary>
internal sealed class StreamLock : IDisposable
{
    private readonly FileStream _file;

    private StreamLock(FileStream file) => _file = file;

    /// <summary>Locks a stream.</summary>
    /// <param name="directory">The directory of the stream.</param>
    /// <returns>Null if another process has it.</returns>
    public static StreamLock? TryTake(string directory)
    {
        try
        {
            var path = Path.Combine(directory, StreamFiles.Lock);
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = PhysicalDisk.PrivateFile;
            }

            var file = new FileStream(path, options);
            var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId}\n");
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(text));
            return new StreamLock(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
