using System.Diagnostics;
using System.Runtime.InteropServices;
using HipaaJwt.Benchmarks.Web;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// <see cref="StartMeasurement"/> with Native AOT. It publishes HipaaJwt.StartService once with each scheme, which needs clang or gcc.
/// </summary>
internal static class NativeStartMeasurement
{
    public static async Task<IReadOnlyList<GateResult>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hipaajwt-native-");
        try
        {
            var programs = new Dictionary<string, string>();
            foreach (var scheme in new[] { ProtectedService.Ours, ProtectedService.Microsoft })
            {
                programs[scheme] = await PublishAsync(scheme, folder);
            }

            return await StartMeasurement.RunAsync("start-native", (scheme, key) => ChildProcess.StartAsync(
                programs[scheme], [key.X, key.Y, SigningKey.KeyId, AccessToken.Issuer, AccessToken.Audience]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> PublishAsync(string scheme, DirectoryInfo folder)
    {
        var output = Path.Combine(folder.FullName, scheme);
        string[] arguments =
        [
            "publish", Project(), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", output,
            "--artifacts-path", $"{output}-artifacts", "-p:PublishAot=true", $"-p:Scheme={scheme}", "--verbosity", "quiet", "--nologo",
        ];
        using var publish = Process.Start(ChildProcess.Dotnet, arguments);
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(output, "HipaaJwt.StartService")
            : throw new InvalidOperationException(
                "HipaaJwt.StartService could not be published. Native AOT needs clang or gcc, and zlib1g-dev.");
    }

    private static string Project()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HipaaJwt.sln")))
            {
                return Path.Combine(folder.FullName, "benchmarks", "HipaaJwt.StartService");
            }
        }

        throw new InvalidOperationException("The program does not run in the repository.");
    }
}
