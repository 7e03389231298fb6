namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>Splits each call of a store into two steps of a schedule: the store acts, and the answer arrives.</summary>
internal sealed class SteppedStore(Schedule schedule, SimulatedServer server) : IRevocationStore
{
    /// <summary>Whether calls complete at once.</summary>
    public bool IsImmediate { get; set; }

    public ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken) =>
        CallAsync(() => server.Read(position, maxRevocations));

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) => CallAsync(() =>
    {
        LoggedRevocation? appended = null;
        server.Append(entry, answer => appended = answer);
        return appended;
    });

    public async ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) => await CallAsync(() =>
    {
        server.StartEpoch(replaced, hasFloor);
        return true;
    }).ConfigureAwait(false);

    private ValueTask<T> CallAsync<T>(Func<T> call)
    {
        if (IsImmediate)
        {
            return new ValueTask<T>(call());
        }

        var completion = new TaskCompletionSource<T>();
        schedule.Enable(() =>
        {
            var answer = call();
            schedule.Enable(() => completion.SetResult(answer));
        });
        return new ValueTask<T>(completion.Task);
    }
}
