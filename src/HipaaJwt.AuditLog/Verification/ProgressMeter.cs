namespace HipaaJwt.AuditLog.Verification;

/// <summary>Reports progress about every 8 MiB. Not thread-safe.</summary>
internal sealed class ProgressMeter
{
    private const long Step = 8 * 1024 * 1024;

    private readonly IProgress<AuditLogProgress>? _progress;
    private readonly long _totalBytes;
    private long _bytes;
    private long _events;
    private long _reported;

    public ProgressMeter(IProgress<AuditLogProgress>? progress, long totalBytes) => (_progress, _totalBytes) = (progress, totalBytes);

    public void Add(string directory, long bytes, long events)
    {
        _bytes += bytes;
        _events += events;
        if (_bytes - _reported >= Step)
        {
            Report(directory);
        }
    }

    public void Report(string directory)
    {
        _reported = _bytes;
        _progress?.Report(new AuditLogProgress(directory, _bytes, Math.Max(_bytes, _totalBytes), _events));
    }
}
