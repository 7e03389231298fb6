using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using HipaaJwt.PackageTests.Documentation;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Follows the quick start of the README from an empty folder, with the packages alone.</summary>
public sealed class QuickStartTests
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly PackedPackages _packages;

    public QuickStartTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task The_steps_of_the_readme_end_in_a_chart_and_its_audit_event()
    {
        var folder = _packages.CreateFolder("QuickStart");
        var charts = Path.Combine(folder, "Charts");
        Dictionary<string, string> variables = new() { ["APPDATA"] = folder, ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        await RunStepAsync(folder, variables, "dotnet new web --output Charts");
        await RunStepAsync(charts, variables, "dotnet add package HipaaJwt.AspNetCore", "--version", _packages.Version);
        await File.WriteAllTextAsync(Path.Combine(charts, "Program.cs"), Markdown.Read("README.md").Blocks("csharp").First().Text);
        var created = await RunStepAsync(
            charts, variables, "dotnet user-jwts create --name dr.rivera --role physician", "--output", "token");
        var token = created.Trim().Split('\n')[^1].Trim();
        using var process = CommandLine.Start(charts, variables, "dotnet", "run", "--urls", "http://127.0.0.1:0");
        try
        {
            var lines = new List<string>();
            using var client = new HttpClient { BaseAddress = new Uri(await ReadAddressAsync(process, lines)) };

            (await GetAsync(client, null)).Status.Should().Be(HttpStatusCode.Unauthorized);
            (await GetAsync(client, token)).Should().Be((HttpStatusCode.OK, "Good morning, dr.rivera."));

            (await ReadUntilAsync(process, lines, "\"type\":\"AccessGranted\"")).Should()
                .Contain("\"subject\":\"dr.rivera\"").And.Contain("\"issuer\":\"dotnet-user-jwts\"");
            lines.Should().ContainMatch("*AddDevelopmentTokens: the issuer dotnet-user-jwts is trusted*");
        }
        finally
        {
            CommandLine.Kill(process);
        }
    }

    /// <summary>Runs a command that the README contains, with further arguments.</summary>
    private static Task<string> RunStepAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string command, params string[] further)
    {
        Markdown.Read("README.md").Text.Should().Contain($"   {command}\n");
        var words = command.Split(' ');
        return CommandLine.RunAsync(folder, variables, words[0], [.. words[1..], .. further]);
    }

    private static async Task<string> ReadAddressAsync(Process process, List<string> lines)
    {
        var line = await ReadUntilAsync(process, lines, Listening);
        return line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim();
    }

    private static async Task<string> ReadUntilAsync(Process process, List<string> lines, string text)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The service exited: {string.Join('\n', lines)}");
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/chart", UriKind.Relative));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
