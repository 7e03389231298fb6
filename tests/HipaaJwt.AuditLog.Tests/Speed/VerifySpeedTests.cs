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
    private const int Rounds = 7;

    /// <summary>On a quiet machine with two processors, the limit is 0.4.</summary>
    private const double LeastRatio = 0.15;

    private const long MostMemory = 64 * 1024 * 1024;

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
        List<double> ratios = [];
        for (var round = 0; round < Rounds; round++)
        {
            var hash = Measure(() => Hash(stream));
            var start = TimeProvider.System.GetTimestamp();
            (await verifier.VerifyAsync(_directory["log"])).IsValid.Should().BeTrue();
            ratios.Add(hash / TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        var memory = GC.GetGCMemoryInfo().HeapSizeBytes;
        var ratio = ratios.Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"verification over SHA-256 {ratio:0.00}, best {ratios.Max():0.00}, {Environment.ProcessorCount} processors, ")
            + string.Create(CultureInfo.InvariantCulture, $"heap {memory >> 20} MB"));
        ratio.Should().BeGreaterThan(LeastRatio);
        memory.Should().BeLessThan(MostMemory);
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
}
