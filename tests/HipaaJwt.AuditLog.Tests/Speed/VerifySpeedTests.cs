using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Speed;

/// <summary>The speed and the memory of a verification, beside SHA-256 over the same bytes.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(AppendSpeedTests))]
public sealed class VerifySpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Events = 200_000;
    private const int Rounds = 9;

    /// <summary>On a quiet machine with two processors, the limit is 0.4.</summary>
    private const double LeastRatio = 0.15;

    /// <summary>The memory of the blocks that are hashed at the same time.</summary>
    private const long MostMemory = 16 * 1024 * 1024;

    /// <summary>Much less than one hash for each event of two thirds of the log.</summary>
    private const long MostGrowth = 2 * 1024 * 1024;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Costs_little_more_than_the_hash_of_the_same_bytes()
    {
        var options = new FileAuditLogOptions { Directory = _directory["log"], AllowVolatileFileSystem = true };
        string stream;
        await using (var log = await FileAuditLog.OpenAsync(options, TimeProvider.System))
        {
            stream = log.StreamDirectory;
            for (var number = 0; number < Events; number += 1_000)
            {
                await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => log.WriteAsync(AppendSpeedTests.Event).AsTask()));
            }
        }

        AuditLogVerifierKey.TryParse((await File.ReadAllTextAsync(Path.Combine(stream, "vkey"))).Trim(), out var key).Should().BeTrue();
        var verifier = new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { key! } });
        var memory = new LiveMemory();
        (await verifier.VerifyAsync(_directory["log"], memory)).IsValid.Should().BeTrue();
        List<double> ratios = [];
        for (var round = 0; round < Rounds; round++)
        {
            var hash = Measure(() => Hash(stream));
            var start = TimeProvider.System.GetTimestamp();
            (await verifier.VerifyAsync(_directory["log"])).IsValid.Should().BeTrue();
            ratios.Add(hash / TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        var ratio = ratios.Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"verification over SHA-256 {ratio:0.00}, best {ratios.Max():0.00}, {Environment.ProcessorCount} processors, ")
            + string.Create(CultureInfo.InvariantCulture, $"at most {memory.Most >> 10} KB, of it {memory.Growth >> 10} KB grew"));
        ratio.Should().BeGreaterThan(LeastRatio);
        memory.Most.Should().BeLessThan(MostMemory);
        memory.Growth.Should().BeLessThan(MostGrowth, "the memory does not depend on the length of the log");
    }

    /// <summary>Reads and hashes all segments on one thread.</summary>
    private static void Hash(string stream)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[512 * 1024];
        foreach (var path in Directory.EnumerateFiles(stream, "*.jsonl"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
            {
                sha256.AppendData(buffer, 0, read);
            }
        }

        sha256.GetHashAndReset();
    }

    private static double Measure(Action action)
    {
        var start = TimeProvider.System.GetTimestamp();
        action();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Measures at each report of progress how much memory is still in use, beyond the memory at its creation.</summary>
    private sealed class LiveMemory : IProgress<AuditLogProgress>
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private readonly List<long> _bytes = [];

        public long Most => _bytes.Max();

        /// <summary>The difference between the last third and the first third of the log.</summary>
        public long Growth => _bytes.TakeLast(_bytes.Count / 3).Max() - _bytes.Take(_bytes.Count / 3).Max();

        public void Report(AuditLogProgress value) => _bytes.Add(GC.GetTotalMemory(forceFullCollection: true) - _before);
    }
}
