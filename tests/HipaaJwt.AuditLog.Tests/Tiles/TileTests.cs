using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Tiles;

namespace HipaaJwt.AuditLog.Tests.Tiles;

public sealed class TileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public TileTests() => _log = new LogBuilder(_directory["stream"]);

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(0, 256, "tile/0/000")]
    [InlineData(67, 1, "tile/0/067.p/1")]
    [InlineData(1000, 256, "tile/0/x001/000")]
    [InlineData(1234067, 255, "tile/0/x001/x234/067.p/255")]
    public void Names_tiles_as_the_specification_does(long index, int width, string path) =>
        TilePath.OfHashes(0, index, width).Should().Be(path);

    [Fact]
    public async Task Writes_full_and_partial_tiles_and_the_checkpoint()
    {
        _log.AddMany(600).Sign().AddMany(3);

        var result = await ExportAsync();

        result.Should().Be(new AuditLogTilesResult { Size = 600, Tiles = 4, Bundles = 3 });
        Directory.GetFiles(_directory["tiles"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_directory["tiles"], path)).Should().BeEquivalentTo(
            "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
            "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88");
        (await File.ReadAllTextAsync(_directory["tiles/checkpoint"], TestContext.Current.CancellationToken)).Should()
            .Be(_log.Checkpoints[0].Note);
    }

    [Fact]
    public async Task Upper_tiles_contain_the_roots_of_full_tiles()
    {
        _log.AddMany(256).Sign();

        await ExportAsync();

        var tile = await File.ReadAllBytesAsync(_directory["tiles/tile/0/000"], TestContext.Current.CancellationToken);
        var upper = await File.ReadAllBytesAsync(_directory["tiles/tile/1/000.p/1"], TestContext.Current.CancellationToken);
        var leaves = tile.Chunk(MerkleHash.Length).ToArray();
        upper.Should().Equal(NaiveMerkleTree.Root(leaves));
        _log.Checkpoints[0].Root.ToArray().Should().Equal(NaiveMerkleTree.Root(leaves));
    }

    [Fact]
    public async Task Leaves_out_bundles_with_redacted_records()
    {
        _log.AddMany(300).Sign().Redact(17);

        var result = await ExportAsync();

        (result.Bundles, result.RedactedBundles, result.Problem).Should().Be((1, 1, null));
        File.Exists(_directory["tiles/tile/entries/000"]).Should().BeFalse();
    }

    [Fact]
    public async Task Writes_no_checkpoint_for_changed_records()
    {
        _log.AddMany(3).Sign();
        await ExportAsync();
        using var file = TamperedFile.WithLines(
            _log.Segment, lines => lines[2] = lines[2].Replace("\"n\":1", "\"n\":7", StringComparison.Ordinal));

        var result = await ExportAsync();

        result.Problem!.Code.Should().Be(AuditLogProblemCode.RootMismatch);
        File.Exists(_directory["tiles/checkpoint"]).Should().BeFalse();
    }

    [Fact]
    public async Task Does_not_export_a_pruned_log()
    {
        _log.AddMany(3).Rotate().AddMany(3).Sign().Prune(3);

        (await ExportAsync()).Problem!.Code.Should().Be(AuditLogProblemCode.RecordsMissing);
    }

    [Fact]
    public async Task Exports_only_the_valid_part_of_a_segment()
    {
        _log.AddMany(3).Add("{\"void\":1}");
        var lines = await File.ReadAllLinesAsync(_log.Segment, TestContext.Current.CancellationToken);
        using var other = new LogBuilder(_directory["other"], _log.Origin, _log.Key);
        other.AddMany(3).End(SegmentEnd.Abandoned, lines[^1] + "\n").Sign();

        var result = await AuditLogTiles.ExportAsync(
            other.Directory, other.Origin, _directory["tiles"], TestContext.Current.CancellationToken);

        (result.Size, result.Problem).Should().Be((4, null));
    }

    private Task<AuditLogTilesResult> ExportAsync() =>
        AuditLogTiles.ExportAsync(_log.Directory, _log.Origin, _directory["tiles"], TestContext.Current.CancellationToken);
}
