using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

/// <summary>Changes, deletes and inserts a byte at every position of all files of a small log.</summary>
[Trait("Speed", "Slow")]
public sealed class ChangedByteTests : IDisposable
{
    private static readonly Func<byte, byte>[] Changes = [value => (byte)(value ^ 1), value => (byte)(value ^ 0x80), _ => (byte)'\n'];

    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public ChangedByteTests()
    {
        _log = new LogBuilder(_directory["stream"]);
        _log.Sign().AddMany(2).Sign().Rotate().AddMany(3).Sign().Rotate().AddMany(2).Sign();
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Finds_every_changed_byte()
    {
        (await _log.VerifyAsync(_log.Checkpoints[^1])).Verdict.Should().Be(AuditLogVerdict.Valid);
        foreach (var (path, position) in Positions())
        {
            var change = Changes[position % Changes.Length];
            await AssertFound(path, position, content => [.. content[..position], change(content[position]), .. content[(position + 1)..]]);
        }
    }

    [Fact]
    public async Task Finds_every_deleted_byte()
    {
        foreach (var (path, position) in Positions())
        {
            await AssertFound(path, position, content => [.. content[..position], .. content[(position + 1)..]]);
        }
    }

    [Fact]
    public async Task Finds_every_inserted_byte()
    {
        foreach (var (path, position) in Positions())
        {
            await AssertFound(path, position, content => [.. content[..position], (byte)'7', .. content[position..]]);
        }
    }

    [Fact]
    public async Task Finds_every_changed_byte_around_void_bytes_and_redacted_records()
    {
        var log = new LogBuilder(_directory["other"]);
        using var owner = log;
        log.AddMany(3).End(SegmentEnd.Recovered, "void bytes\n").AddMany(2).Sign().Redact(1);
        var first = log.PathOf(StreamFiles.Segment(0));
        var end = new FileInfo(first).Length - 11;
        foreach (var (path, position) in Positions(log).Where(place => place.Path != first || place.Position < end))
        {
            using var file = new TamperedFile(
                path, content => [.. content[..position], (byte)(content[position] ^ 4), .. content[(position + 1)..]]);
            (await log.VerifyAsync(log.Checkpoints[^1])).Verdict.Should().Be(AuditLogVerdict.Invalid, $"{path} was changed at {position}");
        }
    }

    private static IEnumerable<(string Path, int Position)> Positions(LogBuilder log) =>
        Directory.GetFiles(log.Directory).Order()
            .SelectMany(path => Enumerable.Range(0, (int)new FileInfo(path).Length).Select(position => (path, position)));

    private IEnumerable<(string Path, int Position)> Positions() => Positions(_log);

    private async Task AssertFound(string path, int position, Func<byte[], byte[]> change)
    {
        byte[]? changed = null;
        var original = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        using var file = new TamperedFile(path, content => changed = change(content));
        if (!changed.AsSpan().SequenceEqual(original))
        {
            var result = await _log.VerifyAsync(_log.Checkpoints[^1]);
            result.Verdict.Should().Be(AuditLogVerdict.Invalid, $"{Path.GetFileName(path)} was changed at {position}");
            result.Problem!.Message.Should().NotBeEmpty();
        }
    }
}
