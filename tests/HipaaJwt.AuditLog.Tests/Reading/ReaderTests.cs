using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.AuditLog.Tests.Reading;

public sealed class ReaderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _one;
    private readonly LogBuilder _two;

    public ReaderTests()
    {
        _one = new LogBuilder(_directory["one"]);
        _two = new LogBuilder(_directory["two"], "clinic/2");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Streams_are_merged_by_time()
    {
        _one.Add(Event(0)).Add(Event(3)).Rotate().Add(Event(4));
        _two.Add(Event(1)).Add(Event(2)).Add(Event(5));

        (await ReadAsync(new AuditLogQuery())).Select(entry => (entry.Event!.Time - Start).TotalSeconds).Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task The_events_of_a_stream_keep_their_order_if_the_clock_goes_back()
    {
        _one.Add(Event(5)).Add(Event(1)).Add(Event(2));
        _two.Add(Event(3));

        var entries = await ReadAsync(new AuditLogQuery());

        entries.Where(entry => entry.Origin == _one.Origin).Select(entry => entry.Index).Should().Equal(0, 1, 2);
        entries.Should().HaveCount(4);
    }

    [Fact]
    public async Task The_start_is_inclusive_and_the_end_exclusive()
    {
        _one.Add(Event(0)).Add(Event(1)).Add(Event(2)).Add(Event(3));

        var entries = await ReadAsync(new AuditLogQuery { From = Start.AddSeconds(1), To = Start.AddSeconds(3) });

        entries.Select(entry => entry.Index).Should().Equal(1, 2);
    }

    [Fact]
    public async Task Each_condition_selects_events()
    {
        _one.Add(Event(0)).Add(Event(1) with
        {
            Subject = "user \u00e4+2",
            Outcome = AuditOutcome.Success,
            ReasonCode = JwtErrorCode.None,
            Type = AuditEventType.AccessGranted,
            Patient = "patient 2",
        });
        _two.Add(Event(2));
        AuditLogQuery[] queries =
        [
            new() { Subject = "user \u00e4+2" },
            new() { Outcome = AuditOutcome.Success },
            new() { ReasonCode = JwtErrorCode.None },
            new() { Type = AuditEventType.AccessGranted },
            new() { Patient = "patient 2" },
        ];

        foreach (var query in queries)
        {
            (await ReadAsync(query)).Should().ContainSingle().Which.Index.Should().Be(1);
        }

        (await ReadAsync(new AuditLogQuery { Subject = "user-1", Patient = "patient-1" })).Should().HaveCount(2);
        (await ReadAsync(new AuditLogQuery { Subject = "user-1", Patient = "patient 2" })).Should().BeEmpty();
        (await ReadAsync(new AuditLogQuery { Subject = "user" })).Should().BeEmpty();
        (await ReadAsync(new AuditLogQuery { Origin = "clinic/2" })).Should().ContainSingle();
        (await ReadAsync(new AuditLogQuery { Origin = "clinic" })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_patient_is_found_by_the_resource_of_the_type_Patient()
    {
        _one.Add(Event(0) with { Patient = null, ResourceType = "Patient", ResourceId = "7" }).Add(Event(1) with { ResourceId = "7" });

        (await ReadAsync(new AuditLogQuery { Patient = "7" })).Should().ContainSingle().Which.Index.Should().Be(0);
    }

    [Fact]
    public async Task A_patient_is_found_by_the_pseudonyms_of_all_keys()
    {
        byte[][] keys = [[1, 2, 3], [4, 5, 6]];
        foreach (var key in keys)
        {
            using var writer = new RecordWriter(new Pseudonyms([key]));
            writer.Write(Event(0));
            _one.Add(writer.Record);
        }

        _one.Add(Event(1));
        var query = new AuditLogQuery { Patient = "patient-1" };

        (await new AuditLogReader(keys).ReadAsync(_directory.Path, query, Cancellation).ToListAsync(Cancellation)).Should().HaveCount(3);
        (await ReadAsync(query)).Should().ContainSingle("without the keys only the identifier itself is found");
    }

    [Fact]
    public async Task Redacted_and_unknown_records_are_read_without_an_event_and_fulfill_no_condition()
    {
        _one.Add(Event(0)).Add("{\"schemaVersion\":99}").Redact(0);

        (await ReadAsync(new AuditLogQuery())).Select(entry => (entry.IsRedacted, entry.Event)).Should().Equal((true, null), (false, null));
        (await ReadAsync(new AuditLogQuery { Origin = _one.Origin })).Should().HaveCount(2);
        (await ReadAsync(new AuditLogQuery { To = DateTimeOffset.MaxValue })).Should().BeEmpty();
    }

    [Fact]
    public async Task Void_bytes_and_lines_that_are_no_records_are_skipped()
    {
        _one.Add(Event(0)).End(SegmentEnd.Abandoned, "1 void\n").Add(Event(1));
        await File.AppendAllTextAsync(_one.Segment, "nonsense\n", Cancellation);
        _one.Add(Event(2));
        await File.AppendAllTextAsync(_one.Segment, "unfinished", Cancellation);

        (await ReadAsync(new AuditLogQuery())).Select(entry => entry.Index).Should().Equal(0, 1, 2, 3);
    }

    [Fact]
    public async Task A_directory_without_a_stream_has_no_events()
    {
        (await new AuditLogReader().ReadAsync(_directory["absent"], new AuditLogQuery(), Cancellation).ToListAsync(Cancellation)).Should()
            .BeEmpty();
    }

    [Fact]
    public async Task Many_events_are_read_in_batches()
    {
        for (var index = 0; index < 3_000; index++)
        {
            _one.Add(Event(index));
        }

        (await ReadAsync(new AuditLogQuery())).Select(entry => entry.Index).Should()
            .Equal(Enumerable.Range(0, 3_000).Select(index => (long)index));
    }

    [Fact]
    public async Task Following_yields_the_last_events_and_then_new_ones_also_of_new_segments_and_streams()
    {
        _one.Add(Event(0)).Rotate().Add(Event(1)).Add(Event(2));
        var time = new FakeTimeProvider();
        await using var events = new AuditLogReader(null, time)
            .FollowAsync(_directory.Path, new AuditLogQuery(), 2, Cancellation).GetAsyncEnumerator(Cancellation);

        (await NextAsync(events, time)).Should().Be(("clinic/1", 1));
        (await NextAsync(events, time)).Should().Be(("clinic/1", 2));
        _one.Add(Event(3)).Rotate().Add(Event(4));
        (await NextAsync(events, time)).Should().Be(("clinic/1", 3));
        (await NextAsync(events, time)).Should().Be(("clinic/1", 4));
        using var three = new LogBuilder(_directory["three"], "clinic/3");
        three.Add(Event(5));
        (await NextAsync(events, time)).Should().Be(("clinic/3", 0));
        _one.Add(Event(6));
        (await NextAsync(events, time)).Should().Be(("clinic/1", 5));
    }

    private static async Task<(string Origin, long Index)> NextAsync(IAsyncEnumerator<AuditLogEntry> events, FakeTimeProvider time)
    {
        var next = events.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(next, Task.Run(static () => { }, Cancellation));
        }

        (await next).Should().BeTrue();
        return (events.Current.Origin, events.Current.Index);
    }

    private static AuditEvent Event(int second) => FullEvent.Create() with { Time = Start.AddSeconds(second) };

    private Task<List<AuditLogEntry>> ReadAsync(AuditLogQuery query) =>
        new AuditLogReader().ReadAsync(_directory.Path, query, Cancellation).ToListAsync(Cancellation).AsTask();
}
