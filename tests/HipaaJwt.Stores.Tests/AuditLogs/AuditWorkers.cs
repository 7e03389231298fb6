using HipaaJwt.Stores.Tests.Support;
using HipaaJwt.Stores.Tests.Workers;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Processes that write one audit log, and what was acknowledged to them.</summary>
internal sealed class AuditWorkers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-audit-workers-").FullName;
    private readonly List<WorkerProcess> _running = [];
    private readonly AuditKey _key;
    private readonly string[] _place;
    private int _started;

    /// <param name="key">The signing key of the log.</param>
    /// <param name="place">The kind of the database and where it is.</param>
    public AuditWorkers(AuditKey key, params string[] place) => (_key, _place) = (key, place);

    /// <summary>Starts further processes and waits until they write.</summary>
    public async Task StartAsync(int count)
    {
        var started = Enumerable.Range(0, count)
            .Select(_ => WorkerProcess.Launch("audit", [Path.Combine(_folder, $"{_started++}"), _key.Path, .. _place])).ToList();
        _running.AddRange(started);
        foreach (var worker in started)
        {
            (await worker.ReadAsync()).Should().Be("ready");
        }
    }

    /// <summary>Kills the process that has run for the longest time.</summary>
    public async Task KillFirstAsync()
    {
        var worker = RemoveFirst();
        await worker.KillAsync();
        await worker.DisposeAsync();
    }

    /// <summary>Stops the process that has run for the longest time, as a service is stopped.</summary>
    public async Task StopFirstAsync()
    {
        var worker = RemoveFirst();
        await worker.SendAsync("stop");
        (await worker.ReadAsync()).Should().NotBe(nameof(AuditLogStatus.Contradicted)).And.NotBeNull();
        (await worker.ReadAsync()).Should().BeNull("the process ends");
        await worker.DisposeAsync();
    }

    /// <summary>Suspends the process that has run for the longest time, wherever it is.</summary>
    public Task SuspendFirstAsync() => Programs.SignalAsync(_running[0].Id, "STOP");

    public Task ResumeFirstAsync() => Programs.SignalAsync(_running[0].Id, "CONT");

    /// <summary>Stops all processes.</summary>
    public async Task StopAsync()
    {
        while (_running.Count > 0)
        {
            await StopFirstAsync();
        }
    }

    /// <summary>
    /// The identifiers of the events that were acknowledged to any process, also a killed one. It may have been killed in the middle of
    /// its last line, which then does not count.
    /// </summary>
    public IReadOnlyList<Guid> Acknowledged() =>
    [
        .. Directory.EnumerateFiles(_folder).SelectMany(file => File.ReadAllText(file).Split('\n')[..^1]).Select(Guid.Parse),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running)
        {
            await worker.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private WorkerProcess RemoveFirst()
    {
        var worker = _running[0];
        _running.RemoveAt(0);
        return worker;
    }
}
