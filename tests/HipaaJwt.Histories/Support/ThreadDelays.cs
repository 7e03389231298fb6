using System.Globalization;

namespace HipaaJwt.Histories.Support;

/// <summary>
/// The time for which threads of this process were ready to run and had no processor, as the kernel counts it. Threads that wait for a
/// lock or for the pool do not count.
/// </summary>
internal sealed class ThreadDelays
{
    private long _last = Read();

    /// <summary>The delays since the last call, in ticks of the machine's clock.</summary>
    public long Take()
    {
        var now = Read();
        var last = Interlocked.Exchange(ref _last, now);
        return MachineTime.Ticks(TimeSpan.FromMicroseconds(Math.Max(0, now - last) / 1_000.0));
    }

    private static long Read()
    {
        var sum = 0L;
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                sum += long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // The thread has ended. A kernel without these statistics excuses nothing.
            }
        }

        return sum;
    }
}
