namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>
/// The clock of the process. The SQLite stores read it inside their transactions, on the thread of the call: there a process can stop
/// while its transaction is open.
/// </summary>
internal sealed class HaltingClock(HaltPoint halt, TimeSpan ahead) : TimeProvider
{
    [ThreadStatic]
    private static string? _inside;

    public override DateTimeOffset GetUtcNow()
    {
        if (_inside is { } point)
        {
            halt.Pass(point);
        }

        return System.GetUtcNow() + ahead;
    }

    /// <summary>Runs a call that blocks its thread.</summary>
    public static T Inside<T>(string point, Func<T> call)
    {
        _inside = point;
        try
        {
            return call();
        }
        finally
        {
            _inside = null;
        }
    }
}
