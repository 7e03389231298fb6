using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

/// <summary>Deletes, copies, swaps and moves whole lines and files.</summary>
public sealed class ChangedLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;
    private readonly string[] _segments;

    public ChangedLineTests()
    {
        _log = new LogBuilder(_directory["stream"]);
        _log.Sign().AddMany(3).Sign().Rotate().AddMany(3).Sign().AddMany(1).Rotate().AddMany(3).Sign();
        _segments = [.. Directory.GetFiles(_log.Directory, "*.jsonl").Order()];
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public Task Finds_every_deleted_line() => AssertFoundInEveryLine((lines, line) => lines.RemoveAt(line));

    [Fact]
    public Task Finds_every_duplicated_line() => AssertFoundInEveryLine((lines, line) => lines.Insert(line, lines[line]));

    [Fact]
    public Task Finds_every_swap_of_two_lines() => AssertFoundInEveryLine((lines, line) =>
    {
        var other = line == lines.Count - 1 ? line - 1 : line + 1;
        (lines[line], lines[other]) = (lines[other], lines[line]);
    });

    [Fact]
    public Task Finds_every_tail_that_is_cut_off() => AssertFoundInEveryLine((lines, line) => lines.RemoveRange(line, lines.Count - line));

    [Fact]
    public Task Finds_every_empty_line() => AssertFoundInEveryLine((lines, line) => lines.Insert(line, ""));

    [Fact]
    public Task Finds_every_record_that_takes_the_place_of_another_one() => AssertFoundInEveryLine((lines, line) =>
    {
        var other = lines[line == 1 ? 2 : 1];
        lines[line] = lines[line].Split(' ')[0] + other[other.IndexOf(' ', StringComparison.Ordinal)..];
    });

    [Fact]
    public async Task Finds_every_line_that_is_moved_to_another_segment()
    {
        foreach (var (from, to) in _segments.SelectMany(from => _segments.Where(to => to != from).Select(to => (from, to))))
        {
            var count = (await File.ReadAllLinesAsync(from, TestContext.Current.CancellationToken)).Length;
            for (var line = 0; line < count; line++)
            {
                var moved = "";
                using var source = TamperedFile.WithLines(from, lines => (moved, _) = (lines[line], Remove(lines, line)));
                using var target = TamperedFile.WithLines(to, lines => lines.Add(moved));
                await AssertInvalid($"line {line} was moved from {Path.GetFileName(from)}");
            }
        }
    }

    [Fact]
    public async Task Finds_every_segment_that_is_deleted()
    {
        foreach (var segment in _segments)
        {
            using var deleted = TamperedFile.Deleted(segment);
            await AssertInvalid($"{Path.GetFileName(segment)} was deleted");
        }
    }

    [Fact]
    public async Task Finds_every_run_of_segments_that_is_deleted()
    {
        foreach (var count in Enumerable.Range(1, _segments.Length))
        {
            var first = _segments.Take(count).Select(TamperedFile.Deleted).ToList();
            await AssertInvalid($"the first {count} segments were deleted");
            first.ForEach(file => file.Dispose());
            var last = _segments.TakeLast(count).Select(TamperedFile.Deleted).ToList();
            await AssertInvalid($"the last {count} segments were deleted");
            last.ForEach(file => file.Dispose());
        }
    }

    [Fact]
    public async Task Finds_segments_that_changed_places()
    {
        var (first, second) = (await ReadAsync(_segments[0]), await ReadAsync(_segments[1]));
        using var one = new TamperedFile(_segments[0], _ => second);
        using var other = new TamperedFile(_segments[1], _ => first);
        await AssertInvalid("two segments changed places");
    }

    [Fact]
    public async Task Finds_lines_after_the_end_of_a_closed_segment()
    {
        using var file = TamperedFile.WithLines(_segments[0], lines => lines.Add(lines[^1]));
        (await _log.VerifyAsync()).Problem!.Code.Should().Be(AuditLogProblemCode.LengthMismatch);
    }

    [Fact]
    public async Task Finds_a_cut_tail_at_every_byte()
    {
        for (var length = 0; length < new FileInfo(_segments[^1]).Length; length++)
        {
            using var file = new TamperedFile(_segments[^1], content => content[..length]);
            await AssertInvalid($"the last segment was cut to {length} bytes");
        }
    }

    private static int Remove(List<string> lines, int line)
    {
        lines.RemoveAt(line);
        return line;
    }

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private async Task AssertFoundInEveryLine(Action<List<string>, int> change)
    {
        foreach (var segment in _segments)
        {
            var count = (await File.ReadAllLinesAsync(segment, TestContext.Current.CancellationToken)).Length;
            for (var line = 0; line < count; line++)
            {
                using var file = TamperedFile.WithLines(segment, lines => change(lines, line));
                await AssertInvalid($"line {line} of {Path.GetFileName(segment)} was changed");
            }
        }
    }

    private async Task AssertInvalid(string because)
    {
        (await _log.VerifyAsync()).Verdict.Should().Be(AuditLogVerdict.Invalid, because);
        (await _log.VerifyAsync(_log.Checkpoints[^1])).Verdict.Should().Be(AuditLogVerdict.Invalid, because);
    }
}
