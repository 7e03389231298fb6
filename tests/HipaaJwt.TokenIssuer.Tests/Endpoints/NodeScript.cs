using System.Diagnostics;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>Runs JavaScript clients of npm in a process of their own.</summary>
internal static class NodeScript
{
    private static readonly string[] Packages = ["openid-client@6.9.0", "oidc-client-ts@3.5.0"];
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>Skips the test on a machine without Node.js. In CI, it is required.</summary>
    public static void Require()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        var isPresent = Find("node") is not null && Find("npm") is not null;
        Assert.SkipUnless(isPresent || isCi, "Node.js or npm is not installed. Install the packages nodejs and npm.");
        isPresent.Should().BeTrue("CI needs the packages nodejs and npm");
    }

    /// <summary>Runs a module, and returns the JSON object that it writes.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="script">The text of the module.</param>
    /// <param name="certificate">The certificate of the server, as PEM.</param>
    /// <param name="arguments">The arguments.</param>
    public static async Task<JsonObject> RunAsync(string name, string script, string certificate, params string[] arguments)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "npm", "clients");
        await InstallAsync(folder);
        var (module, trusted) = (Path.Combine(folder, name + ".mjs"), Path.Combine(folder, name + ".pem"));
        await File.WriteAllTextAsync(module, script);
        await File.WriteAllTextAsync(trusted, certificate);
        using var node = Start("node", folder, trusted, [module, .. arguments]);
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        node.ExitCode.Should().Be(0, await errors);
        return JsonNode.Parse(await output)!.AsObject();
    }

    private static async Task InstallAsync(string folder)
    {
        await Installing.WaitAsync();
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "oidc-client-ts")))
            {
                Directory.CreateDirectory(folder);
                using var npm = Start(
                    "npm", folder, null, ["install", .. Packages, "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
                await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync())
                    .WaitAsync(TimeSpan.FromMinutes(2));
                await npm.WaitForExitAsync();
                npm.ExitCode.Should().Be(0, "npm should install {0}", string.Join(' ', Packages));
            }
        }
        finally
        {
            Installing.Release();
        }
    }

    private static Process Start(string program, string folder, string? certificate, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        if (certificate is not null)
        {
            start.Environment["NODE_EXTRA_CA_CERTS"] = certificate;
        }

        return Process.Start(start)!;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
