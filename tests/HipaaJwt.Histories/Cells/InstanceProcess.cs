using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using HipaaJwt.Histories.Instances;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Cells;

/// <summary>An instance in a process of its own, which can be killed, suspended and restarted.</summary>
internal sealed class InstanceProcess : IDisposable
{
    private const int LinesOfLog = 25;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _log = [];
    private readonly ConcurrentQueue<(long From, long To)> _stops = [];
    private InstanceSettings _settings;
    private Process? _process;
    private LineClient? _checks;
    private int _port;
    private long _stoppedAt;
    private bool _isCold;

    public InstanceProcess(InstanceSettings settings) => _settings = settings;

    /// <summary>Taken by each fault of this instance, so that they do not overlap.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Whether the driver has killed the process and has not started another.</summary>
    public bool IsDown { get; private set; } = true;

    /// <summary>Whether the process has ended by itself.</summary>
    public bool HasCrashed => !IsDown && _process!.HasExited;

    public string Log => string.Join(Environment.NewLine, _log.TakeLast(LinesOfLog).Select(line => "      " + line));

    /// <exception cref="InvalidOperationException">The instance did not start.</exception>
    public async Task StartAsync()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["instance"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => AddToLog(line.Data);
        process.BeginErrorReadLine();
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(_settings));
        await process.StandardInput.FlushAsync();
        using CancellationTokenSource limit = new(StartLimit, TimeProvider.System);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token);
        _port = line?.Split(' ') is ["listening", var port]
            ? int.Parse(port, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"An instance did not start:{Environment.NewLine}{Log}");
        _process = process;
        _isCold = true;
        IsDown = false;
    }

    public async Task KillAsync()
    {
        IsDown = true;
        _checks?.Dispose();
        _checks = null;
        Signals.Kill(_process!.Id);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public void Suspend()
    {
        _stoppedAt = MachineTime.Now;
        Signals.Stop(_process!.Id);
    }

    public void Resume()
    {
        Signals.Continue(_process!.Id);
        _stops.Enqueue((_stoppedAt, MachineTime.Now));
        _stoppedAt = 0;
    }

    /// <summary>The time between two moments in which the driver had suspended the process.</summary>
    public long StoppedWithin(long from, long to) =>
        _stops.Sum(stop => Heartbeat.Overlap(stop.From, stop.To, from, to));

    public async Task SetClockAsync(TimeSpan ahead)
    {
        _settings = _settings with { ClockAhead = ahead.TotalMilliseconds };
        using var client = await LineClient.ConnectAsync(_port);
        await client.AskAsync(FormattableString.Invariant($"clock {ahead.TotalMilliseconds}"));
    }

    /// <summary>Checks tokens. Only one caller at a time.</summary>
    /// <returns>Null if the instance is down.</returns>
    public async Task<CheckAnswer?> CheckAsync(IEnumerable<string> tokens)
    {
        try
        {
            _checks ??= await LineClient.ConnectAsync(_port);
            var requestedAt = MachineTime.Now;
            var line = await _checks.AskAsync(FormattableString.Invariant($"check {requestedAt} {string.Join(' ', tokens)}"));
            var answer = CheckAnswer.Parse(requestedAt, line) with { IsFirst = _isCold };
            _isCold = false;
            return answer;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            _checks = null;
            return null;
        }
    }

    /// <summary>Revokes.</summary>
    /// <returns>What the instance answers; null if it went down meanwhile.</returns>
    public async Task<string?> RevokeAsync(RevocationKind kind, string identifier)
    {
        try
        {
            using var client = await LineClient.ConnectAsync(_port);
            return await client.AskAsync($"revoke {kind} {identifier}");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>Takes the exceptions that nobody has handled.</summary>
    public async Task<string> TakeUnhandledAsync()
    {
        using var client = await LineClient.ConnectAsync(_port);
        return (await client.AskAsync("health"))["health ".Length..];
    }

    public void Dispose()
    {
        if (_process is not null && !IsDown)
        {
            Signals.Kill(_process.Id);
            _process.WaitForExit();
            _process.Dispose();
        }

        _checks?.Dispose();
        Turn.Dispose();
    }

    private void AddToLog(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }

        while (_log.Count > 2 * LinesOfLog)
        {
            _log.TryDequeue(out _);
        }
    }
}
