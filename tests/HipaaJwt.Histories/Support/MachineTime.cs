namespace HipaaJwt.Histories.Support;

/// <summary>The monotonic clock of the machine. All processes of a machine read the same clock.</summary>
internal static class MachineTime
{
    public static long Now => TimeProvider.System.GetTimestamp();

    public static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);

    public static double Milliseconds(long ticks) => ticks * 1_000.0 / TimeProvider.System.TimestampFrequency;

    public static TimeSpan Span(long ticks) => TimeSpan.FromMilliseconds(Milliseconds(ticks));

    public static Task WaitAsync(TimeSpan time, CancellationToken cancellationToken = default) =>
        time > TimeSpan.Zero ? Task.Delay(time, TimeProvider.System, cancellationToken) : Task.CompletedTask;

    public static Task WaitUntilAsync(long moment) => WaitAsync(Span(moment - Now));
}
