using System.Net;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Templates;

/// <summary>Follows the README that <c>dotnet new hipaajwt-api</c> generates.</summary>
[Collection(typeof(TemplateCollection))]
public sealed class ApiTemplateTests
{
    private const string Chart = "/patients/p-7/chart";

    private readonly GeneratedProjects _projects;

    public ApiTemplateTests(GeneratedProjects projects) => _projects = projects;

    [Fact]
    public async Task The_tests_of_the_project_pass_at_once()
    {
        var output = await _projects.RunStepAsync(_projects.Api, "dotnet test", "--no-build");

        output.Should().MatchRegex(@"Failed:\s+0, Passed:\s+6, Skipped:\s+0");
    }

    [Fact]
    public async Task The_steps_of_its_readme_end_in_a_chart_and_its_audit_event()
    {
        var created = await _projects.RunStepAsync(
            _projects.Api, "dotnet user-jwts create --project Charts --name dr.rivera --role physician", "--output", "token");
        var token = created.Trim().Split('\n')[^1].Trim();
        using var service = await RunningService.StartAsync(
            _projects.Api, _projects.Variables, "dotnet", "run", "--project", "Charts", "--urls", "http://127.0.0.1:0");

        (await service.GetAsync(Chart, null)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await service.GetAsync(Chart, token)).Should().Be(
            (HttpStatusCode.OK, "{\"patient\":\"p-7\",\"text\":\"Read by dr.rivera.\"}"));

        AuditLogs.LinesOf(Path.Combine(_projects.Api, "Charts", "audit")).Should().ContainSingle(
            line => line.Contains("\"type\":\"AccessGranted\"", StringComparison.Ordinal))
            .Which.Should().Contain("\"subject\":\"dr.rivera\"").And.Contain("\"patient\":\"p-7\"");
    }

    [Fact]
    public async Task It_does_not_start_in_production_until_its_settings_are_complete()
    {
        Dictionary<string, string> variables = new(_projects.Variables)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
        };

        var (exitCode, text) = await CommandLine.RunToEndAsync(
            Path.Combine(_projects.Api, "Charts"), variables, null, "dotnet", Path.Combine("bin", "Debug", "net10.0", "Charts.dll"));

        exitCode.Should().NotBe(0);
        text.Should().Contain("HipaaJwt:Issuers:0:Audiences is empty. Add ")
            .And.Contain("HipaaJwt:Issuers:0:Algorithms is empty. Add ")
            .And.Contain("HipaaJwt:Issuers:0:Authority is \"https://\", which is not an absolute address. Write ");
    }

    [Fact]
    public async Task With_openapi_it_describes_the_required_permissions()
    {
        await _projects.NewAsync("hipaajwt-api", "--output", Path.Combine(_projects.Folder, "Described"), "--openapi");
        var folder = Path.Combine(_projects.Folder, "Described", "Described");
        await _projects.BuildAsync(folder);
        await _projects.RunAsync(folder, "dotnet", "user-jwts", "create");
        using var service = await RunningService.StartAsync(
            folder, _projects.Variables, "dotnet", "run", "--no-build", "--urls", "http://127.0.0.1:0");

        (await service.GetAsync("/openapi/v1.json", null)).Body.Should().Contain("chart:write");
    }
}
