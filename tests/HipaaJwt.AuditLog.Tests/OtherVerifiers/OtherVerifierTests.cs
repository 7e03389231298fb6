using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Tests.Vectors;

namespace HipaaJwt.AuditLog.Tests.OtherVerifiers;

/// <summary>Verifiers that share no code with the library agree with it.</summary>
[Trait("Speed", "Slow")]
public sealed class OtherVerifierTests : IClassFixture<GoVerifier>, IDisposable
{
    private readonly GoVerifier _go;
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public OtherVerifierTests(GoVerifier go)
    {
        _go = go;
        _log = new LogBuilder(_directory["stream"]);
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_verifier_in_Python_agrees_on_all_vectors()
    {
        var python = await OtherProgram.FindAsync("python3", ["--version"]);

        var (exitCode, output) = await python.RunAsync(
            [Path.Combine(VectorFiles.Repository, "tests", "audit-verifiers", "python", "verify.py"), "vectors", VectorFiles.Folder]);

        (exitCode, output.Trim()).Should().Be((0, $"{VectorFiles.Read().Count} of {VectorFiles.Read().Count} vectors agree"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(300, 900)]
    public async Task The_library_of_Go_verifies_exported_tiles(int old, int size)
    {
        var go = await _go.BuildAsync();
        _log.AddMany(old).Sign().AddMany(size - old).End(SegmentEnd.Recovered, "torn").Sign();
        await ExportAsync();

        var (exitCode, output) = await go.RunAsync([.. Arguments(), "0", $"{size / 2}", $"{size - 1}", $"{size}"]);

        (exitCode, output.Trim()).Should().Be((0, $"{size + 1} records, consistent with {old}, 4 records proved"));
    }

    [Theory]
    [InlineData("tile/0/000", "100 and 300 are not consistent")]
    [InlineData("tile/entries/000", "record 4 is not in the tree")]
    [InlineData("checkpoint", "is not signed by the key")]
    public async Task The_library_of_Go_finds_a_changed_file(string name, string message)
    {
        var go = await _go.BuildAsync();
        _log.AddMany(100).Sign().AddMany(200).Sign();
        await ExportAsync();
        using var file = new TamperedFile(_directory[Path.Combine("tiles", name)], content =>
        {
            content[40] ^= 1;
            return content;
        });

        var (exitCode, output) = await go.RunAsync([.. Arguments(), "4"]);

        exitCode.Should().NotBe(0);
        output.Should().Contain(message);
    }

    private IEnumerable<string> Arguments() => [_log.Key.VerifierKey.ToString(_log.Origin), _directory["tiles"], _directory["old"]];

    private async Task ExportAsync()
    {
        await File.WriteAllTextAsync(_directory["old"], _log.Checkpoints[0].Note, TestContext.Current.CancellationToken);
        var result = await AuditLogTiles.ExportAsync(
            _log.Directory, _log.Origin, _directory["tiles"], TestContext.Current.CancellationToken);
        result.Problem.Should().BeNull();
    }
}
