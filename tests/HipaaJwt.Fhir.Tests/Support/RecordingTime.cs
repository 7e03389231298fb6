using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>A clock that stands still, and tells which delays the export waits for.</summary>
internal sealed class RecordingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public RecordingTime()
        : base(Events.Now)
    {
    }

    /// <summary>The timeout of requests, which is no delay of the export.</summary>
    public TimeSpan RequestTimeout { get; } = new FhirAuditExportOptions().Timeout;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != RequestTimeout)
        {
            _delays.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Waits until the export waits.</summary>
    /// <returns>How long it is going to wait.</returns>
    public async Task<TimeSpan> NextDelayAsync() => await _delays.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Waits until the export waits, and lets that time pass.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var delay = await NextDelayAsync();
        Advance(delay);
        return delay;
    }
}
