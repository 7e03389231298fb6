using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Tests.Vectors;

namespace HipaaJwt.AuditLog.Tests.OtherVerifiers;

/// <summary>The verifier in Go, built once for all tests of a class.</summary>
public sealed class GoVerifier : IDisposable
{
    private const string GoPath = "/usr/share/gocode";

    private readonly TemporaryDirectory _directory = new();

    private string Binary => _directory["verify"];

    public void Dispose() => _directory.Dispose();

    internal async Task<OtherProgram> BuildAsync()
    {
        if (File.Exists(Binary))
        {
            return new OtherProgram(Binary);
        }

        var go = await OtherProgram.FindAsync("go", ["version"]) with
        {
            Environment = new() { ["GO111MODULE"] = "off", ["GOPATH"] = GoPath, ["GOFLAGS"] = "", ["GOCACHE"] = _directory["cache"] },
        };
        Assert.SkipUnless(
            OtherProgram.IsRequired || Directory.Exists(Path.Combine(GoPath, "src", "golang.org", "x", "mod")),
            "golang-golang-x-mod-dev is not installed.");
        var source = Path.Combine(VectorFiles.Repository, "tests", "audit-verifiers", "go", "main.go");
        var (exitCode, output) = await go.RunAsync(["build", "-o", Binary, source]);
        exitCode.Should().Be(0, output);
        return new OtherProgram(Binary);
    }
}
