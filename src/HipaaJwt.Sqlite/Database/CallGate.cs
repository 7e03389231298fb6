namespace HipaaJwt.Sqlite.Database;

/// <summary>Lets one caller enter at a time.</summary>
internal sealed class CallGate : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>Waits until no other caller is inside.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn of the caller, who disposes it.</returns>
    /// <exception cref="TimeoutException">Others were inside for 30 seconds.</exception>
    public Turn Enter(CancellationToken cancellationToken) =>
        _free.Wait(Limit, cancellationToken) ? new Turn(_free) : throw new TimeoutException("Other calls use the SQLite file.");

    public void Dispose() => _free.Dispose();

    /// <summary>The turn of a caller.</summary>
    internal readonly struct Turn : IDisposable
    {
        private readonly SemaphoreSlim _free;

        public Turn(SemaphoreSlim free) => _free = free;

        public void Dispose() => _free.Release();
    }
}
