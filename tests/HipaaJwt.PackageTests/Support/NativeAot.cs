using System.Runtime.InteropServices;

namespace HipaaJwt.PackageTests.Support;

/// <summary>Publishes consumers with Native AOT.</summary>
internal static class NativeAot
{
    /// <summary>Publishes the project in a folder, without warnings.</summary>
    /// <returns>The path of the native program.</returns>
    public static async Task<string> PublishAsync(string folder)
    {
        SkipWithoutLinker();
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
        return program;
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
}
