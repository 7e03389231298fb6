using System.Runtime.InteropServices;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>A fresh project outside the repository that has nothing but the package.</summary>
public sealed class ConsoleConsumerTests
{
    private static readonly string[] Expected =
    [
        "audit: TokenAccepted user-42 0",
        "good: user-42 may chart:read chart:write",
        "audit: TokenAccepted user-42 0",
        "good again: user-42 may chart:read chart:write",
        "audit: TokenRefused (nobody) 400",
        "forged: 400 SignatureInvalid",
        "audit: TokenRefused user-42 507",
        "expired: 507 TokenExpired (exp)",
        "audit: TokenRefused user-42 506",
        "other audience: 506 AudienceNotAllowed (aud)",
        "audit: TokenRefused (nobody) 100",
        "no token: 100 TokenMissing",
    ];

    private readonly PackedPackages _packages;

    public ConsoleConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_console_program_installs_the_package_and_judges_tokens()
    {
        var folder = _packages.CopyConsumer("Console", "run");

        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        var output = await CommandLine.RunAsync(folder, "dotnet", Path.Combine("out", "Consumer.dll"));

        LinesOf(output).Should().Equal(Expected);
    }

    [Fact]
    public async Task The_same_program_published_with_Native_AOT_judges_alike_and_its_build_warns_of_nothing()
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
        File.Exists(Path.ChangeExtension(program, ".dll")).Should().BeFalse("it is native");
        LinesOf(await CommandLine.RunAsync(folder, program)).Should().Equal(Expected);
    }

    /// <summary>A machine of a person may have no C compiler; the one that decides what lands must have one.</summary>
    private static void SkipWithoutLinker()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var found = OperatingSystem.IsWindows() || folders.Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            found.Should().BeTrue("with CI=true, Native AOT must be tested: install clang and zlib1g-dev");
        }

        Assert.SkipUnless(found, "There is neither clang nor gcc, which Native AOT needs. Install clang and zlib1g-dev.");
    }

    private static string[] LinesOf(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
