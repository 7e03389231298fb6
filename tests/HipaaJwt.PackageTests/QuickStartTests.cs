using System.Net;
using HipaaJwt.PackageTests.Documentation;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Follows the quick start of the README from an empty folder, with the packages alone.</summary>
public sealed class QuickStartTests
{
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
        using var service = await RunningService.StartAsync(charts, variables, "dotnet", "run", "--urls", "http://127.0.0.1:0");

        (await service.GetAsync("/chart", null)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await service.GetAsync("/chart", token)).Should().Be((HttpStatusCode.OK, "Good morning, dr.rivera."));
        (await service.ReadUntilAsync("\"type\":\"AccessGranted\"")).Should()
            .Contain("\"subject\":\"dr.rivera\"").And.Contain("\"issuer\":\"dotnet-user-jwts\"");
        service.Lines.Should().Contain(
            line => line.Contains("AddDevelopmentTokens: the issuer dotnet-user-jwts is trusted", StringComparison.Ordinal));
    }

    /// <summary>Runs a command that the README contains, with further arguments.</summary>
    private static Task<string> RunStepAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string command, params string[] further)
    {
        Markdown.Read("README.md").Text.Should().Contain($"   {command}\n");
        var words = command.Split(' ');
        return CommandLine.RunAsync(folder, variables, words[0], [.. words[1..], .. further]);
    }
}
