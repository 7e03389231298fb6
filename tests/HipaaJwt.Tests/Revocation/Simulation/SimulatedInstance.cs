using System.Diagnostics.Metrics;
using HipaaJwt.Diagnostics;
using HipaaJwt.Revocations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>One instance of a service: the view, the reader and the appender of the library, on a machine that can be stopped.</summary>
internal sealed class SimulatedInstance
{
    private readonly VirtualWorld _world;
    private readonly RevocationOptions _options;
    private readonly Planted? _planted;
    private readonly HashSet<ValidatedJwt> _accepted = [];
    private readonly Queue<Action> _held = [];
    private RevocationReader _reader;
    private RevocationAppender _appender;
    private bool _isStopped;
    private int _process;

    public SimulatedInstance(VirtualWorld world, SimulatedServer server, RevocationOptions options, Planted? planted, IMeterFactory meters)
    {
        (_world, _options, _planted) = (world, options, planted);
        Clock = new MachineClock(world);
        Link = new SimulatedLink(world, server, this, options);
        (View, _reader, _appender) = Create(planted, meters);
        Restart = () =>
        {
            (View, _reader, _appender) = Create(planted, meters);
            Run();
        };
    }

    public MachineClock Clock { get; }

    public SimulatedLink Link { get; }

    public RevocationView View { get; private set; }

    /// <summary>Kills the process and starts another.</summary>
    public Action Restart { get; }

    public bool IsStopped => _isStopped;

    /// <summary>Whether the instance accepts a token now.</summary>
    public bool Accepts(ValidatedJwt token)
    {
        var now = _planted?.Now?.Invoke(View, Clock) ?? Clock.GetUtcNow();
        var isAccepted = View.Check(token, now).IsNone
            || (_planted?.ChecksOnce == true && _accepted.Contains(token) && View.Lease?.Covers(now) == true);
        if (isAccepted)
        {
            _accepted.Add(token);
        }

        return isAccepted;
    }

    public void Run() => _ = ReadAsync(++_process);

    public Task<RevocationReceipt> AppendAsync(RevocationEntry entry) => _appender.AppendAsync(entry, CancellationToken.None).AsTask();

    /// <summary>Runs an action of this machine, later if it is stopped.</summary>
    public void Deliver(Action action)
    {
        if (_isStopped)
        {
            _held.Enqueue(action);
        }
        else
        {
            action();
        }
    }

    public void Stop() => _isStopped = true;

    public void Continue(Action first)
    {
        _isStopped = false;

        // Requests may run before the answers of the store are read.
        first();
        while (!_isStopped && _held.TryDequeue(out var action))
        {
            action();
        }
    }

    private async Task ReadAsync(int process)
    {
        while (process == _process)
        {
            await _reader.TryReadAsync(CancellationToken.None).ConfigureAwait(false);
            var wait = new TaskCompletionSource();
            _world.Schedule(_options.PullInterval, () => Deliver(wait.SetResult));
            await wait.Task.ConfigureAwait(false);
        }
    }

    private (RevocationView View, RevocationReader Reader, RevocationAppender Appender) Create(Planted? planted, IMeterFactory meters)
    {
        var store = planted?.Store?.Invoke(Link, _world) ?? Link;
        var time = planted?.Time?.Invoke(Clock) ?? Clock;
        var (view, own) = (new RevocationView(), new OwnRevocations(time));
        var monitor = new RevocationMonitor(
            view, "Simulated", _options, new RevocationTelemetry(meters), time, NullLogger<RevocationMonitor>.Instance);
        return (view, new RevocationReader(store, view, own, monitor, _options, time),
            new RevocationAppender(store, view, own, _options, time));
    }
}
