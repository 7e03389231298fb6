using System.Runtime.InteropServices;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Builds a console project outside the repository that references only the package.</summary>
public sealed class ConsoleConsumerTests
{
    private static readonly string[] Expected =
    [
        "audit: TokenAccepted user-42 0",
        "valid: user-42, chart:read chart:write",
        "audit: TokenAccepted user-42 0",
        "valid again: user-42, chart:read chart:write",
        "audit: TokenRejected (none) 400",
        "forged: 400 SignatureInvalid",
        "audit: TokenRejected user-42 507",
        "expired: 507 TokenExpired (exp)",
        "audit: TokenRejected user-42 506",
        "other audience: 506 AudienceNotAllowed (aud)",
        "audit: TokenRejected (none) 100",
        "no token: 100 TokenMissing",
    ];

    private readonly PackedPackages _packages;

    public ConsoleConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_console_application_validates_tokens_with_the_package()
    {
        var folder = _packages.CopyConsumer("Console", "run");

        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        var output = await CommandLine.RunAsync(folder, "dotnet", Path.Combine("out", "Consumer.dll"));

        LinesOf(output).Should().Equal(Expected);
    }

    [Fact]
    public async Task The_console_application_validates_tokens_with_Native_AOT_and_publishes_without_warnings()
    {
        SkipWithoutLinker();
        var folder = _packages.CopyConsumer("Console", "native");

        var build = await CommandLine.RunAsync(
            folder,
            "dotnet",
            "publish",
            "--configuration",
            "Release",
            "--runtime",
            RuntimeInformation.RuntimeIdentifier,
            "--output",
            "out",
            "-p:PublishAot=true");
        build.Should().NotContain("warning");

        var program = Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer");
        File.Exists(Path.ChangeExtension(program, ".dll")).Should().BeFalse("the program is native");
        LinesOf(await CommandLine.RunAsync(folder, program)).Should().Equal(Expected);
    }

    /// <summary>Skips the test on a developer machine without a C compiler. In CI, the compiler is required.</summary>
    private static void SkipWithoutLinker()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var hasLinker = OperatingSystem.IsWindows()
            || folders.Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            hasLinker.Should().BeTrue("Native AOT must be tested with CI=true; install clang and zlib1g-dev");
        }

        Assert.SkipUnless(hasLinker, "Native AOT needs clang or gcc, and neither was found. Install clang and zlib1g-dev.");
    }

    private static string[] LinesOf(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
