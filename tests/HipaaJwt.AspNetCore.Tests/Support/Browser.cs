using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>Opens pages in a headless Chromium, and provides the JavaScript client of SignalR.</summary>
public sealed class Browser : IDisposable
{
    private const string SignalR = "@microsoft/signalr@10.0.11";

    private static readonly string[] Chromium = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly string _profile = Directory.CreateTempSubdirectory("hipaajwt-browser-").FullName;
    private readonly Process _process;

    private Browser(Uri page, string[] arguments) => _process = Start(
        Find(Chromium)!,
        [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-port=0",
            "--user-data-dir=" + _profile,
            .. arguments,
            page.AbsoluteUri,
        ]);

    /// <summary>Skips the test on a machine without Chromium or npm. In CI, they are required.</summary>
    public static void Require() => Require("Chromium or npm", "chromium and npm", Find(Chromium) is not null && Find("npm") is not null);

    /// <summary>Skips the test on a machine without Chromium. In CI, it is required.</summary>
    public static void RequireChromium() => Require("Chromium", "chromium", Find(Chromium) is not null);

    /// <summary>Opens a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="arguments">Further arguments of Chromium.</param>
    public static Browser Open(Uri page, params string[] arguments) => new(page, arguments);

    /// <summary>Returns the JavaScript client of SignalR, which npm downloads at the first call.</summary>
    public static Task<string> GetSignalRAsync() => GetPackageFileAsync(SignalR, "dist/browser/signalr.min.js");

    /// <summary>Returns a text file of a package, which npm downloads at the first call. No script of the package runs.</summary>
    /// <param name="package">The package and its version.</param>
    /// <param name="path">The path of the file in the package.</param>
    public static async Task<string> GetPackageFileAsync(string package, string path)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "npm", string.Concat(package.Where(char.IsAsciiLetterOrDigit)));
        var file = Path.Combine(folder, "package", path);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            using var npm = Start(Find("npm")!, "pack", package, "--silent", "--pack-destination", folder);
            await npm.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            npm.ExitCode.Should().Be(0, "npm should download {0}", package);
            await using var content = File.OpenRead(Directory.GetFiles(folder, "*.tgz").Single());
            await using var archive = new GZipStream(content, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true);
        }

        return await File.ReadAllTextAsync(file);
    }

    /// <summary>Opens a page, waits until its scripts are done, and returns its elements as HTML.</summary>
    /// <param name="page">The page.</param>
    /// <param name="arguments">Further arguments of Chromium.</param>
    public static Task<string> DumpAsync(Uri page, params string[] arguments) =>
        RunAsync(page, ["--dump-dom", "--virtual-time-budget=60000", .. arguments]);

    /// <summary>Draws a page as a PNG file.</summary>
    /// <param name="page">The page.</param>
    /// <param name="picture">The file.</param>
    /// <param name="arguments">Further arguments of Chromium, such as the size of the window.</param>
    public static Task DrawAsync(Uri page, string picture, params string[] arguments) =>
        RunAsync(page, ["--hide-scrollbars", "--screenshot=" + picture, .. arguments]);

    private static async Task<string> RunAsync(Uri page, params string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory("hipaajwt-browser-").FullName;
        using var process = Process.Start(new ProcessStartInfo(
            Find(Chromium)!,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--user-data-dir=" + profile, .. arguments, page.AbsoluteUri,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.BeginErrorReadLine();
        var html = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Directory.Delete(profile, recursive: true);
        return html;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static void Require(string programs, string packages, bool arePresent)
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipUnless(arePresent || isCi, $"{programs} is not installed. Install the packages {packages}.");
        arePresent.Should().BeTrue("CI needs the packages {0}", packages);
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        // The streams are not read, so a program that writes much to them would stop.
        RedirectStandardInput = false,
        UseShellExecute = false,
    })!;

    public static string? Find(params string[] programs) => programs
        .SelectMany(program => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)))
        .FirstOrDefault(File.Exists);
}
