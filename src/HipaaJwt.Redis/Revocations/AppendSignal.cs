using HipaaJwt.Redis.Servers;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Revocations;

/// <summary>
/// Subscribes to the channel of appends at the first wait. The driver subscribes again after it has lost the connection. Thread-safe.
/// </summary>
internal sealed class AppendSignal : IDisposable
{
    private readonly RedisServer _server;
    private readonly Action<RedisChannel, RedisValue> _handler;
    private readonly SharedAttempt<ISubscriber> _subscription;
    private volatile TaskCompletionSource _appended = NewSignal();
    private volatile ISubscriber? _subscriber;

    public AppendSignal(RedisServer server)
    {
        _server = server;
        _handler = (_, _) => Interlocked.Exchange(ref _appended, NewSignal()).TrySetResult();
        _subscription = new SharedAttempt<ISubscriber>(SubscribeAsync);
    }

    /// <summary>Completes after the next message.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var appended = _appended.Task;
        await _subscription.GetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await appended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the subscription. The connection belongs to the application, which may have disposed of it.</summary>
    public void Dispose()
    {
        try
        {
            _subscriber?.Unsubscribe(_server.Keys.Appended, _handler, CommandFlags.FireAndForget);
        }
        catch (ObjectDisposedException)
        {
            // The subscription has ended with the connection.
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<ISubscriber> SubscribeAsync()
    {
        var multiplexer = await _server.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        _subscriber = multiplexer.GetSubscriber();
        await _subscriber.SubscribeAsync(_server.Keys.Appended, _handler).ConfigureAwait(false);
        return _subscriber;
    }
}
