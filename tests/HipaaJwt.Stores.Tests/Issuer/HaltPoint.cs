using System.Globalization;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>Points at which a process stops for ever, so that it can be killed there.</summary>
internal sealed class HaltPoint
{
    /// <summary>The policy and the checks have passed, and nothing is signed yet.</summary>
    public const string BeforeSigning = "before-signing";

    /// <summary>The transaction of the compare-and-set is open, and its update is not sent yet.</summary>
    public const string AdvanceOpen = "advance-open";

    /// <summary>The compare-and-set is committed, and nobody knows it.</summary>
    public const string AdvanceCommitted = "advance-committed";

    /// <summary>The audit event of the refresh is not written yet.</summary>
    public const string BeforeAudit = "before-audit";

    /// <summary>The audit event of the refresh is written, and the client has no answer.</summary>
    public const string AfterAudit = "after-audit";

    /// <summary>A key is created, and the transaction that adds it is open.</summary>
    public const string KeyOpen = "key-open";

    /// <summary>A key is added, and its audit event is not written.</summary>
    public const string KeyCommitted = "key-committed";

    private static readonly ManualResetEventSlim Never = new();

    private string? _point;
    private int _remaining;

    /// <summary>The process stops when it reaches the point for the given time.</summary>
    public void Arm(string point, int time)
    {
        _remaining = time;
        Volatile.Write(ref _point, point);
    }

    /// <summary>Writes a line and blocks its thread for ever, if the point is armed.</summary>
    public void Pass(string point)
    {
        if (Volatile.Read(ref _point) == point && Interlocked.Decrement(ref _remaining) == 0)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"halted {point}"));
            Console.Out.Flush();
            Never.Wait();
        }
    }
}
