namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// The connection of one instance to the server. Requests and answers take time, and may be lost. The caller waits at most as long as the
/// options allow.
/// </summary>
internal sealed class SimulatedLink(VirtualWorld world, SimulatedServer server, SimulatedInstance instance, RevocationOptions options)
    : IRevocationStore
{
    public bool LosesRequests { get; set; }

    public bool LosesAnswers { get; set; }

    public ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken) =>
        CallAsync<RevocationLogPage>(answer => answer(server.Read(position, maxRevocations)), options.Timeout);

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
        CallAsync<LoggedRevocation?>(answer => server.Append(entry, answer), options.AppendTimeout);

    public async ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) => await CallAsync<bool>(
        answer =>
        {
            server.StartEpoch(replaced, hasFloor);
            answer(true);
        },
        options.AppendTimeout).ConfigureAwait(false);

    private ValueTask<T> CallAsync<T>(Action<Action<T>> call, TimeSpan timeout)
    {
        var completion = new TaskCompletionSource<T>();
        world.Schedule(timeout, () => instance.Deliver(() => completion.TrySetException(new TimeoutException())));
        if (!LosesRequests)
        {
            world.Schedule(Latency(), () =>
            {
                if (!server.IsDown)
                {
                    call(answer => Answer(completion, answer));
                }
            });
        }

        return new ValueTask<T>(completion.Task);
    }

    private void Answer<T>(TaskCompletionSource<T> completion, T answer)
    {
        if (!LosesAnswers)
        {
            world.Schedule(Latency(), () => instance.Deliver(() => completion.TrySetResult(answer)));
        }
    }

    private TimeSpan Latency() => world.Random.Next(20) == 0 ? world.Between(1, 400) : world.Between(0.2, 5);
}
