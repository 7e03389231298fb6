using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Templates;

/// <summary>Runs what <c>dotnet new hipaajwt-worker</c> generates, with a token of the command line <c>hipaa-jwt</c>.</summary>
[Collection(typeof(TemplateCollection))]
public sealed class WorkerTemplateTests
{
    private readonly GeneratedProjects _projects;
    private readonly PackedPackages _packages;

    public WorkerTemplateTests(GeneratedProjects projects, PackedPackages packages)
    {
        _projects = projects;
        _packages = packages;
    }

    [Fact]
    public async Task The_tests_of_the_project_pass_at_once()
    {
        var output = await _projects.RunStepAsync(_projects.Worker, "dotnet test", "--no-build");

        output.Should().MatchRegex(@"Failed:\s+0, Passed:\s+4, Skipped:\s+0");
    }

    [Fact]
    public async Task It_handles_a_message_with_a_development_token_and_rejects_another()
    {
        var project = Path.Combine(_projects.Worker, "chart-worker");
        await _projects.RunAsync(
            _projects.Folder, "dotnet", "tool", "install", PackedPackages.Tool, "--version", _packages.Version, "--tool-path", "tools");
        var token = (await _projects.RunAsync(
            project, Path.Combine(_projects.Folder, "tools", "hipaa-jwt"), "dev", "token", "--role", "physician", "--subject", "dr.rivera"))
            .Trim().Split('\n')[0].Trim();

        var (exitCode, text) = await CommandLine.RunToEndAsync(
            _projects.Worker, _projects.Variables, $"{token} p-7 Discharged today.\nforged p-8 Discharged.\n",
            "dotnet", "run", "--project", "chart-worker");

        exitCode.Should().Be(0, text);
        text.Should().Contain("Message: Done").And.Contain("Message: Rejected").And.NotContain(token);
        AuditLogs.LinesOf(Path.Combine(project, "audit")).Should()
            .ContainSingle(line => line.Contains("\"type\":\"AccessGranted\"", StringComparison.Ordinal))
            .Which.Should().Contain("\"subject\":\"dr.rivera\"").And.Contain("\"patient\":\"p-7\"");
    }

    [Fact]
    public async Task It_does_not_start_in_production_until_its_settings_are_complete()
    {
        Dictionary<string, string> variables = new(_projects.Variables) { ["DOTNET_ENVIRONMENT"] = "Production" };

        var (exitCode, text) = await CommandLine.RunToEndAsync(
            Path.Combine(_projects.Worker, "chart-worker"), variables, string.Empty, "dotnet",
            Path.Combine("bin", "Debug", "net10.0", "chart-worker.dll"));

        exitCode.Should().NotBe(0);
        text.Should().Contain("HipaaJwt:Issuers:0:Authority is \"https://\", which is not an absolute address. Write ");
    }
}
