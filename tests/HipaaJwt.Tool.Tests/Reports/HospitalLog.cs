using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>The audit log of a hospital's year on the disk, and the tool beside it in January of the next year.</summary>
internal sealed class HospitalLog : IDisposable
{
    private const int QuarterDays = 92;
    private const int Group = 1_000;

    private readonly TempFolder _folder = new();
    private readonly SetClock _clock = new();

    private HospitalLog()
    {
        System.IO.Directory.CreateDirectory(Anchor);
        System.IO.Directory.CreateDirectory(_folder["configuration"]);
    }

    public string Directory => _folder["audit"];

    public string Anchor => _folder["anchor"];

    /// <summary>The number of events of the services.</summary>
    public long Count { get; private set; }

    public string this[string name] => _folder[name];

    public static async Task<HospitalLog> CreateAsync(int seed, int accessesInShift, bool hasIncidents)
    {
        var log = new HospitalLog();
        var year = new HospitalYear(seed, accessesInShift, hasIncidents);
        for (var day = 0; day < HospitalYear.Length; day += QuarterDays)
        {
            await log.WriteAsync(year.Days(day, Math.Min(QuarterDays, HospitalYear.Length - day)));
        }

        log._clock.Now = new DateTimeOffset(HospitalYear.Year + 1, 1, 1, 8, 0, 0, TimeSpan.Zero);
        await File.WriteAllTextAsync(log["clinic.pem"], (await log.RunAsync("audit", "keys", "public", log["clinic.key"])).Output);
        await log.RunAsync("audit", "keys", "new", log.ToolKey);
        await File.WriteAllTextAsync(log["tool.pem"], (await log.RunAsync("audit", "keys", "public", log.ToolKey)).Output);
        return log;
    }

    private string ToolKey => Path.Combine(_folder["configuration"], "audit-key.pem");

    public void SetTime(DateTimeOffset now) => _clock.Now = now;

    /// <summary>Writes a report of the year and reads its figures.</summary>
    public async Task<ReportFigures> ReportAsync(string page, params string[] options)
    {
        var run = await RunRecordedAsync(
        [
            "audit", "report", Directory, "--from", "2026-01-01", "--time-zone", "Europe/Zurich", "--key", this["clinic.pem"],
            "--key", this["tool.pem"], "--anchor", Anchor, "--out", this[page], "--json", .. options,
        ]);
        return new ReportFigures(run, this[page]);
    }

    public Task<ToolRun> RunRecordedAsync(params string[] arguments) =>
        RunAsync([.. arguments, "--allow-volatile-file-system", "--recording-anchor", Anchor]);

    public void Dispose() => _folder.Dispose();

    private Task<ToolRun> RunAsync(params string[] arguments) =>
        ToolRun.With(time: _clock, configuration: _folder["configuration"]).RunAsync(arguments);

    private async Task WriteAsync(IEnumerable<AuditEvent> events)
    {
        using var ordered = events.GetEnumerator();
        if (!ordered.MoveNext())
        {
            return;
        }

        _clock.Now = ordered.Current.Time;
        var log = await FileAuditLog.OpenAsync(
            new FileAuditLogOptions
            {
                Directory = Directory,
                Service = "clinic",
                SigningKeyFile = this["clinic.key"],
                AnchorDirectory = Anchor,
                AllowVolatileFileSystem = true,
            },
            _clock);
        await using (log)
        {
            List<Task> pending = [];
            do
            {
                _clock.Now = ordered.Current.Time;
                pending.Add(log.WriteAsync(ordered.Current).AsTask());
                Count++;
                if (pending.Count == Group)
                {
                    await Task.WhenAll(pending);
                    pending.Clear();
                }
            }
            while (ordered.MoveNext());

            await Task.WhenAll(pending);
        }
    }

    /// <summary>A clock that the generator sets. Its timers run in real time.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
