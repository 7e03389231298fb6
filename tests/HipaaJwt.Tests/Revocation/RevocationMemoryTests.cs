using HipaaJwt.Diagnostics;
using HipaaJwt.Revocations;
using HipaaJwt.Tests.Revocations.Simulation;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt.Tests.Revocations;

/// <summary>They run alone, because the garbage of other tests would count.</summary>
[Collection(nameof(Conformance.Abuse.FloodTests))]
[Trait("Speed", "Slow")]
public sealed class RevocationMemoryTests : IDisposable
{
    private const int Count = 1_000_000;
    private const long MB = 1024 * 1024;

    /// <summary>A full collection takes long if other tests of the process have left much behind.</summary>
    private const int ReadsPerMeasurement = 8;

    private readonly FreshMeters _meters = new();
    private readonly ITestOutputHelper _output;

    public RevocationMemoryTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task A_million_revocations_take_at_most_64_MB_and_96_MB_while_they_are_read()
    {
        var store = new GeneratedStore(Count);
        var (reader, view) = Create(store);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // When the runtime collects garbage depends on the machine, so the memory in use is measured.
        var reads = 0;
        store.OnRead = () =>
        {
            if (reads++ % ReadsPerMeasurement == 0)
            {
                store.Peak = Math.Max(store.Peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        };

        (await reader.TryReadAsync(CancellationToken.None)).Should().BeTrue();

        var resident = GC.GetTotalMemory(forceFullCollection: true) - before;
        _output.WriteLine($"resident {resident / (double)MB:F1} MB, peak {(store.Peak - before) / (double)MB:F1} MB");
        view.Count.Should().Be(Count);
        reads.Should().BeGreaterThan(20 * ReadsPerMeasurement);
        resident.Should().BeLessThan(64 * MB);
        (store.Peak - before).Should().BeLessThan(96 * MB);
    }

    [Fact]
    public async Task A_read_of_one_more_revocation_allocates_at_most_4_KB()
    {
        var store = new GeneratedStore(Count);
        var (reader, _) = Create(store);
        await reader.TryReadAsync(CancellationToken.None);
        List<long> allocated = [];

        for (var read = 0; read < 200; read++)
        {
            store.Count++;
            var before = GC.GetAllocatedBytesForCurrentThread();
            reader.TryReadAsync(CancellationToken.None).IsCompletedSuccessfully.Should().BeTrue();
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        allocated.Sort();
        _output.WriteLine($"median {allocated[100]} B, mean {allocated.Average():F0} B, maximum {allocated[^1]} B");
        allocated.Average().Should().BeLessThan(4 * 1024);
        allocated[^10].Should().BeLessThan(4 * 1024, "one read in a hundred may replace one of the 1,024 parts of the table");
    }

    public void Dispose() => _meters.Dispose();

    private (RevocationReader Reader, RevocationView View) Create(GeneratedStore store)
    {
        var (view, options, time) = (new RevocationView(), new RevocationOptions(), TimeProvider.System);
        var monitor = new RevocationMonitor(
            view, "Generated", options, new RevocationTelemetry(_meters), time, NullLogger<RevocationMonitor>.Instance);
        return (new RevocationReader(store, view, new OwnRevocations(time), monitor, options, time), view);
    }

    /// <summary>A log of any length that is created while it is read, so that it takes no memory itself.</summary>
    private sealed class GeneratedStore(int count) : IRevocationStore
    {
        private readonly Guid _epoch = Guid.NewGuid();

        public int Count { get; set; } = count;

        public long Peak { get; set; }

        public Action OnRead { get; set; } = () => { };

        public ValueTask<RevocationLogPage> ReadAsync(
            RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
        {
            OnRead();
            var length = (int)Math.Min(maxRevocations, Count - position.Sequence);
            return new ValueTask<RevocationLogPage>(new RevocationLogPage
            {
                Head = new RevocationLogHead { Epoch = _epoch, Floor = null, Sequence = Count, Tag = Count },
                Now = TestIssuer.Now,
                TagAtPosition = position.Sequence,
                Revocations = length == 0 ? [] : [.. Enumerable.Range(1, length).Select(index => Create(position.Sequence + index))],
            });
        }

        public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private static LoggedRevocation Create(long sequence) => new()
        {
            Sequence = sequence,
            Tag = sequence,
            Kind = RevocationKind.Session,
            Key = new UInt128((ulong)sequence * 0xC2B2AE3D27D4EB4F, (ulong)sequence * 0x9E3779B97F4A7C15),
            RevokedAt = TestIssuer.Now,
            ExpiresAt = TestIssuer.Now.AddHours(25),
        };
    }
}
