using System.Collections.Concurrent;
using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Auditing;

/// <summary>A queue with concurrent writers keeps its bound, and delivers each event or counts it as lost.</summary>
public sealed class AuditQueueTests
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new(TestIssuer.Now);
    private readonly AuditLossReporter _losses;
    private long _lost;

    public AuditQueueTests() => _losses = new AuditLossReporter(_time, () => Interlocked.Increment(ref _lost), (_, _) => { });

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public async Task A_queue_holds_exactly_as_many_events_as_its_capacity(int capacity)
    {
        var blocked = new BlockedSink();
        var queue = Queue(blocked.Sink, capacity);
        queue.Enqueue(Event(0));
        await blocked.Started.WaitAsync(TestTimeout);

        Parallel.For(0, capacity, i => queue.Enqueue(Event(i)));
        Interlocked.Read(ref _lost).Should().Be(0, "the capacity is not exceeded");
        Parallel.For(0, 500, i => queue.Enqueue(Event(i)));
        Interlocked.Read(ref _lost).Should().Be(500, "the queue was full");

        blocked.Release();
        await queue.DrainAsync(CancellationToken.None);
        blocked.Sink.Events.Should().HaveCount(1 + capacity);
    }

    [Fact]
    public async Task A_completed_write_makes_room_for_another_event()
    {
        var writes = new SemaphoreSlim(0);
        var sink = new RecordingAuditSink((_, _) => writes.WaitAsync(CancellationToken.None));
        var queue = Queue(sink, capacity: 3);
        queue.Enqueue(Event(0));
        for (var i = 1; i <= 50; i++)
        {
            queue.Enqueue(Event(i));
            writes.Release();
            await WaitUntilAsync(() => sink.Events.Count == i);
        }

        writes.Release();
        await queue.DrainAsync(CancellationToken.None);

        Numbers(sink).Should().Equal(Enumerable.Range(0, 51));
        _lost.Should().Be(0);
    }

    /// <summary>Only queues with a capacity of at least 1,000 write in batches.</summary>
    [Theory]
    [InlineData(999)]
    [InlineData(10_000)]
    public async Task Events_reach_the_sink_in_order_without_a_drain_even_if_the_application_clock_stands_still(int capacity)
    {
        var sink = new RecordingAuditSink();
        var queue = Queue(sink, capacity);
        for (var i = 0; i < 20; i++)
        {
            queue.Enqueue(Event(i));
            await WaitUntilAsync(() => sink.Events.Count == i + 1);
        }

        await queue.DrainAsync(CancellationToken.None);
        Numbers(sink).Should().Equal(Enumerable.Range(0, 20));
    }

    /// <summary>A burst below half of the capacity waits for the batch interval. A larger burst does not wait.</summary>
    [Fact]
    public async Task A_half_full_queue_is_emptied_immediately()
    {
        var sink = new RecordingAuditSink();
        var queue = Queue(sink, capacity: 1_000);

        var batched = MedianOfBursts(400);
        var immediate = MedianOfBursts(600);

        immediate.Should().BeLessThan(batched / 2);
        await queue.DrainAsync(CancellationToken.None);

        TimeSpan MedianOfBursts(int size)
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < 51; i++)
            {
                var before = sink.Events.Count;
                var start = TimeProvider.System.GetTimestamp();
                EnqueueMany(queue, 0, size);
                SpinWait.SpinUntil(() => sink.Events.Count == before + size, TestTimeout).Should().BeTrue();
                times.Add(TimeProvider.System.GetElapsedTime(start));
            }

            return times.Order().ElementAt(times.Count / 2);
        }
    }

    [Theory]
    [InlineData(999)]
    [InlineData(10_000)]
    public async Task A_drain_with_concurrent_writers_delivers_or_counts_every_event(int capacity)
    {
        const int Writers = 4;
        const int Each = 2_000;
        for (var round = 0; round < 10; round++)
        {
            Interlocked.Exchange(ref _lost, 0);
            var sink = new RecordingAuditSink();
            var queue = Queue(sink, capacity);
            var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => EnqueueMany(queue, writer * Each, Each))).ToArray();
            await WaitUntilAsync(() => sink.Events.Count > 100 * round);

            await queue.DrainAsync(CancellationToken.None);
            await Task.WhenAll(writers);

            var delivered = Numbers(sink);
            delivered.Should().OnlyHaveUniqueItems();
            (delivered.Count + Interlocked.Read(ref _lost)).Should().Be(Writers * Each);
        }
    }

    /// <summary>A drain that times out and the pump dequeue events concurrently.</summary>
    [Fact]
    public async Task After_the_drain_timeout_each_event_is_either_delivered_or_counted_as_lost()
    {
        const int Events = 20_000;
        for (var round = 0; round < 10; round++)
        {
            Interlocked.Exchange(ref _lost, 0);
            var blocked = new BlockedSink();
            var queue = Queue(blocked.Sink, Events, writeTimeout: TimeSpan.FromMinutes(1));
            EnqueueMany(queue, 0, Events);
            await blocked.Started.WaitAsync(TestTimeout);

            var drain = queue.DrainAsync(CancellationToken.None);
            blocked.Release();
            _time.Advance(TimeSpan.FromSeconds(10));
            await drain;

            await WaitUntilAsync(() => blocked.Sink.Events.Count + Interlocked.Read(ref _lost) >= Events);
            Numbers(blocked.Sink).Should().OnlyHaveUniqueItems();
            (blocked.Sink.Events.Count + Interlocked.Read(ref _lost)).Should().Be(Events);
        }
    }

    [Fact]
    public async Task An_event_after_the_drain_is_counted_as_lost()
    {
        var sink = new RecordingAuditSink();
        var queue = Queue(sink, capacity: 10);
        await queue.DrainAsync(CancellationToken.None);

        for (var i = 0; i < 30; i++)
        {
            queue.Enqueue(Event(i));
        }

        _lost.Should().Be(30);
        sink.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Each_write_to_a_hanging_sink_times_out_separately()
    {
        var started = new ConcurrentQueue<TaskCompletionSource>();
        using var arrived = new SemaphoreSlim(0);
        var sink = new RecordingAuditSink((_, _) =>
        {
            var never = new TaskCompletionSource();
            started.Enqueue(never);
            arrived.Release();
            return never.Task;
        });
        var queue = Queue(sink, capacity: 10);
        EnqueueMany(queue, 0, 3);

        for (var i = 1; i <= 3; i++)
        {
            (await arrived.WaitAsync(TestTimeout)).Should().BeTrue();
            _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
            Interlocked.Read(ref _lost).Should().Be(i - 1);
            _time.Advance(TimeSpan.FromTicks(1));
            await WaitUntilAsync(() => Interlocked.Read(ref _lost) == i);
        }

        await queue.DrainAsync(CancellationToken.None);
        started.Should().HaveCount(3);
        sink.Events.Should().BeEmpty();
    }

    private static AuditEvent Event(int number) => new()
    {
        Id = Guid.CreateVersion7(TestIssuer.Now),
        Time = TestIssuer.Now,
        Type = AuditEventType.TokenAccepted,
        TokenId = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static List<int> Numbers(RecordingAuditSink sink) =>
        [.. sink.Events.Select(auditEvent => int.Parse(auditEvent.TokenId!, System.Globalization.CultureInfo.InvariantCulture))];

    private static void EnqueueMany(AuditQueue queue, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            queue.Enqueue(Event(i));
        }
    }

    /// <summary>Waits until another thread fulfills a condition. Fails after the test timeout.</summary>
    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TestTimeout);
        while (!condition())
        {
            await Task.Delay(1, timeout.Token);
        }
    }

    private AuditQueue Queue(IAuditSink sink, int capacity, TimeSpan? writeTimeout = null)
    {
        var options = new AuditOptions { QueueCapacity = capacity, WriteTimeout = writeTimeout ?? TimeSpan.FromSeconds(5) };
        return new AuditQueue(sink, options, _time, _losses);
    }

    /// <summary>A sink whose writes wait until they are released.</summary>
    private sealed class BlockedSink
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public BlockedSink() => Sink = new RecordingAuditSink((_, _) =>
        {
            _started.TrySetResult();
            return _open.Task;
        });

        public RecordingAuditSink Sink { get; }

        public Task Started => _started.Task;

        public void Release() => _open.SetResult();
    }
}
