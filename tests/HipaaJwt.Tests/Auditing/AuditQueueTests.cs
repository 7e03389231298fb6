using System.Collections.Concurrent;
using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Auditing;

/// <summary>What a queue promises when many write at once: its bound, and that each event is either delivered or counted as lost.</summary>
public sealed class AuditQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new(TestIssuer.Now);
    private readonly AuditLossReporter _losses;
    private long _lost;

    public AuditQueueTests() => _losses = new AuditLossReporter(_time, () => Interlocked.Increment(ref _lost), (_, _) => { });

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public async Task As_many_events_wait_as_the_capacity_says_and_not_one_more(int capacity)
    {
        var held = new HeldSink();
        var queue = Queue(held.Sink, capacity);
        queue.Enqueue(Event(0));
        await held.Started.WaitAsync(Patience);

        Parallel.For(0, capacity, i => queue.Enqueue(Event(i)));
        Interlocked.Read(ref _lost).Should().Be(0, "there is room for so many");
        Parallel.For(0, 500, i => queue.Enqueue(Event(i)));
        Interlocked.Read(ref _lost).Should().Be(500, "the queue was full");

        held.Release();
        await queue.DrainAsync(CancellationToken.None);
        held.Sink.Events.Should().HaveCount(1 + capacity);
    }

    [Fact]
    public async Task Room_that_a_write_has_made_is_used_again()
    {
        var turns = new SemaphoreSlim(0);
        var sink = new RecordingAuditSink((_, _) => turns.WaitAsync(CancellationToken.None));
        var queue = Queue(sink, capacity: 3);
        queue.Enqueue(Event(0));
        for (var i = 1; i <= 50; i++)
        {
            queue.Enqueue(Event(i));
            turns.Release();
            await Until(() => sink.Events.Count == i);
        }

        turns.Release();
        await queue.DrainAsync(CancellationToken.None);

        Numbers(sink).Should().Equal(Enumerable.Range(0, 51));
        _lost.Should().Be(0);
    }

    /// <summary>Queues of at least a thousand gather events for a moment; smaller ones do not.</summary>
    [Theory]
    [InlineData(999)]
    [InlineData(10_000)]
    public async Task Events_reach_the_sink_in_order_without_a_drain_though_the_clock_of_the_application_stands_still(int capacity)
    {
        var sink = new RecordingAuditSink();
        var queue = Queue(sink, capacity);
        for (var i = 0; i < 20; i++)
        {
            queue.Enqueue(Event(i));
            await Until(() => sink.Events.Count == i + 1);
        }

        await queue.DrainAsync(CancellationToken.None);
        Numbers(sink).Should().Equal(Enumerable.Range(0, 20));
    }

    /// <summary>Bursts below the half wait until the gathering ends; those above it do not, or the rest would find the queue full.</summary>
    [Fact]
    public async Task A_queue_that_is_half_full_is_emptied_at_once()
    {
        var sink = new RecordingAuditSink();
        var queue = Queue(sink, capacity: 1_000);

        var gathered = MedianOfBursts(400);
        var atOnce = MedianOfBursts(600);

        atOnce.Should().BeLessThan(gathered / 2);
        await queue.DrainAsync(CancellationToken.None);

        TimeSpan MedianOfBursts(int size)
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < 51; i++)
            {
                var before = sink.Events.Count;
                var start = TimeProvider.System.GetTimestamp();
                EnqueueMany(queue, 0, size);
                SpinWait.SpinUntil(() => sink.Events.Count == before + size, Patience).Should().BeTrue();
                times.Add(TimeProvider.System.GetElapsedTime(start));
            }

            return times.Order().ElementAt(times.Count / 2);
        }
    }

    [Theory]
    [InlineData(999)]
    [InlineData(10_000)]
    public async Task Nothing_stays_behind_when_a_queue_is_drained_while_others_write(int capacity)
    {
        const int Writers = 4;
        const int Each = 2_000;
        for (var round = 0; round < 10; round++)
        {
            Interlocked.Exchange(ref _lost, 0);
            var sink = new RecordingAuditSink();
            var queue = Queue(sink, capacity);
            var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => EnqueueMany(queue, writer * Each, Each))).ToArray();
            await Until(() => sink.Events.Count > 100 * round);

            await queue.DrainAsync(CancellationToken.None);
            await Task.WhenAll(writing);

            var delivered = Numbers(sink);
            delivered.Should().OnlyHaveUniqueItems();
            (delivered.Count + Interlocked.Read(ref _lost)).Should().Be(Writers * Each);
        }
    }

    /// <summary>The drain that gives up and the pump that goes on then take events at the same time.</summary>
    [Fact]
    public async Task At_the_end_of_the_time_for_shutdown_each_event_is_delivered_or_counted_and_never_both()
    {
        const int Events = 20_000;
        for (var round = 0; round < 10; round++)
        {
            Interlocked.Exchange(ref _lost, 0);
            var held = new HeldSink();
            var queue = Queue(held.Sink, Events, writeTimeout: TimeSpan.FromMinutes(1));
            EnqueueMany(queue, 0, Events);
            await held.Started.WaitAsync(Patience);

            var drain = queue.DrainAsync(CancellationToken.None);
            held.Release();
            _time.Advance(TimeSpan.FromSeconds(10));
            await drain;

            await Until(() => held.Sink.Events.Count + Interlocked.Read(ref _lost) >= Events);
            Numbers(held.Sink).Should().OnlyHaveUniqueItems();
            (held.Sink.Events.Count + Interlocked.Read(ref _lost)).Should().Be(Events);
        }
    }

    [Fact]
    public async Task After_the_drain_an_event_is_counted_as_lost()
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
    public async Task A_sink_that_hangs_at_each_event_loses_each_after_its_own_time_limit()
    {
        var begun = new ConcurrentQueue<TaskCompletionSource>();
        using var arrived = new SemaphoreSlim(0);
        var sink = new RecordingAuditSink((_, _) =>
        {
            var never = new TaskCompletionSource();
            begun.Enqueue(never);
            arrived.Release();
            return never.Task;
        });
        var queue = Queue(sink, capacity: 10);
        EnqueueMany(queue, 0, 3);

        for (var i = 1; i <= 3; i++)
        {
            (await arrived.WaitAsync(Patience)).Should().BeTrue();
            _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
            Interlocked.Read(ref _lost).Should().Be(i - 1);
            _time.Advance(TimeSpan.FromTicks(1));
            await Until(() => Interlocked.Read(ref _lost) == i);
        }

        await queue.DrainAsync(CancellationToken.None);
        begun.Should().HaveCount(3);
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

    /// <summary>Waits for what another thread will do soon, and fails where it does not.</summary>
    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(1, patience.Token);
        }
    }

    private AuditQueue Queue(IAuditSink sink, int capacity, TimeSpan? writeTimeout = null) =>
        new(sink, new AuditOptions { QueueCapacity = capacity, WriteTimeout = writeTimeout ?? TimeSpan.FromSeconds(5) }, _time, _losses);

    /// <summary>A sink whose first write waits to be released.</summary>
    private sealed class HeldSink
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldSink() => Sink = new RecordingAuditSink((_, _) =>
        {
            _started.TrySetResult();
            return _open.Task;
        });

        public RecordingAuditSink Sink { get; }

        public Task Started => _started.Task;

        public void Release() => _open.SetResult();
    }
}
