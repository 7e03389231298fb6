using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Revocations;

/// <summary>Determines the state of the view, and reports each change of state and each read of the log. Thread-safe.</summary>
internal sealed class RevocationMonitor
{
    public const string Success = "Success";

    private readonly RevocationView _view;
    private readonly RevocationTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly GuardedLogger _logger;
    private readonly Lock _lock = new();
    private RevocationState _reported;

    public RevocationMonitor(
        RevocationView view,
        string store,
        RevocationOptions options,
        RevocationTelemetry telemetry,
        TimeProvider time,
        ILogger<RevocationMonitor> logger)
    {
        Options = options;
        _view = view;
        _telemetry = telemetry;
        _time = time;
        _logger = new GuardedLogger(logger);
        StoreName = store;
        telemetry.AddGauges(() => ((int)State, State.ToString(), Age, view.Count, Lag));
    }

    public RevocationOptions Options { get; }

    /// <summary>The name of the type of the store.</summary>
    public string StoreName { get; }

    public RevocationState State => _view.Lease switch
    {
        null => RevocationState.Starting,
        var lease => lease.Covers(_time.GetUtcNow()) ? RevocationState.Current : RevocationState.Unavailable,
    };

    /// <summary>The time since the last successful read was sent; null before the first.</summary>
    public TimeSpan? Age => _view.Lease is { } lease ? _time.GetElapsedTime(lease.Start.Timer) : null;

    /// <summary>The number of revocations in memory.</summary>
    public int Count => _view.Count;

    /// <summary>The number of appends of the log that the view does not contain yet, at the last read.</summary>
    public long Lag { get; private set; }

    /// <summary>The outcome of the last read: <see cref="Success"/>, the type of an exception or another reason.</summary>
    public string LastOutcome { get; private set; } = "None";

    /// <summary>Reports the end of a read, and the change of state if there is one.</summary>
    public void ReportRead(string outcome)
    {
        LastOutcome = outcome;
        _telemetry.RecordRead(outcome == Success ? Success : "Failure");
        ReportState();
    }

    public void ReportLag(long lag) => Lag = lag;

    /// <summary>Logs that the store has lost revocations or has another history.</summary>
    public void ReportLoss(string reason) => Log.RevocationsLost(_logger, StoreName, reason);

    /// <summary>Logs that an epoch has begun, so tokens issued before its floor are rejected.</summary>
    public void ReportFloor(DateTimeOffset floor) => Log.RevocationFloor(_logger, StoreName, floor);

    /// <summary>Logs a change of state once.</summary>
    public void ReportState()
    {
        var state = State;
        lock (_lock)
        {
            if (state == _reported)
            {
                return;
            }

            var level = state == RevocationState.Current ? LogLevel.Information : LogLevel.Critical;
            var (previous, current) = (_reported.ToString(), state.ToString());
            _reported = state;
            _telemetry.RecordStateChange(current);
            Log.RevocationStateChanged(_logger, level, StoreName, previous, current, LastOutcome);
        }
    }
}
