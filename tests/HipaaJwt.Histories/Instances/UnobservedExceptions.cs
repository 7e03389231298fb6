using System.Collections.Concurrent;

namespace HipaaJwt.Histories.Instances;

/// <summary>
/// Collects exceptions of tasks that nobody has observed. Other unhandled exceptions end the process, which the driver sees.
/// </summary>
internal sealed class UnobservedExceptions
{
    private readonly ConcurrentQueue<string> _found = [];

    public UnobservedExceptions() => TaskScheduler.UnobservedTaskException += (_, arguments) =>
    {
        // Only what passes through the library counts. The drivers of databases leave exceptions of their own.
        var text = arguments.Exception.ToString();
        if (text.Contains("HipaaJwt", StringComparison.Ordinal))
        {
            _found.Enqueue(text.ReplaceLineEndings(" | "));
        }
    };

    /// <summary>Takes all that have been found until now.</summary>
    public string Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var all = _found.ToArray();
        _found.Clear();
        return string.Join(" || ", all);
    }
}
