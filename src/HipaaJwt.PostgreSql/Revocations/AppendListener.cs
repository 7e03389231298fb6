using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using HipaaJwt.PostgreSql.Diagnostics;
using HipaaJwt.PostgreSql.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HipaaJwt.PostgreSql.Revocations;

/// <summary>
/// Listens for appends on one connection while someone has asked for them. A lost notification only delays the next read. Thread-safe.
/// </summary>
internal sealed class AppendListener : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    /// <summary>The time without a notification after which the connection is checked.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly PostgreSqlDatabase _database;
    private readonly string _listen;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _appended = NewSignal();
    private Task? _loop;
    private bool _isDisposed;

    public AppendListener(PostgreSqlDatabase database, RevocationStatements statements, TimeProvider time, ILogger<AppendListener> logger)
    {
        _database = database;
        _listen = $"LISTEN {statements.Channel}";
        _time = time;
        _logger = logger;
    }

    /// <summary>Waits for the next notification, or for a connection after which one may have been missed.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _loop ??= Task.Run(ListenAsync, CancellationToken.None);
            return _appended.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task loop;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            loop = _loop ?? Task.CompletedTask;
            _appended.TrySetCanceled();
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>A service provider that is disposed synchronously throws if a service implements only <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

#pragma warning disable CA1031 // Notifications are optional. Whatever failed, the next attempt follows.
    private async Task ListenAsync()
    {
        var isFirst = true;
        for (var backoff = MinBackoff; !_stop.IsCancellationRequested; backoff = backoff < MaxBackoff ? backoff * 2 : MaxBackoff)
        {
            try
            {
                var connection = await OpenAsync().ConfigureAwait(false);
                await using var disposal = connection.ConfigureAwait(false);
                backoff = MinBackoff;
                if (!isFirst)
                {
                    // A notification may have been missed.
                    Signal();
                }

                isFirst = false;
                await WaitForNotificationsAsync(connection).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                TryLog(exception, backoff);
            }

            await Task.Delay(backoff, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void TryLog(Exception exception, TimeSpan delay)
    {
        try
        {
            Log.ListenerFailed(_logger, exception.GetType().Name, delay);
        }
        catch (Exception)
        {
            // A logger that fails must not end the notifications.
        }
    }
#pragma warning restore CA1031

    private async Task<NpgsqlConnection> OpenAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var connection = await _database.OpenAsync(linked.Token).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(_listen, linked.Token).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WaitForNotificationsAsync(NpgsqlConnection connection)
    {
        while (true)
        {
            if (await connection.WaitAsync(KeepAlive, _stop.Token).ConfigureAwait(false))
            {
                Signal();
            }
            else
            {
                await CheckAsync(connection).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks that the server answers and is still the primary.</summary>
    private async Task CheckAsync(NpgsqlConnection connection)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var command = connection.CreateLimitedCommand("SELECT pg_is_in_recovery()");
        await using var disposal = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(linked.Token).ConfigureAwait(false) is true)
        {
            throw new ReadOnlyServerException();
        }
    }

    private void Signal()
    {
        lock (_lock)
        {
            _appended.TrySetResult();
            _appended = NewSignal();
        }
    }
}
