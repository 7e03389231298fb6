using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>A project for which the real <c>dotnet user-jwts</c> creates tokens, in a home folder of its own.</summary>
public sealed class UserJwtsProject : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-user-jwts-").FullName;
    private readonly string _secretsId = Guid.NewGuid().ToString();

    /// <summary>A token of dr.rivera with the role physician and the scopes chart.write and openid.</summary>
    public string Token { get; private set; } = string.Empty;

    public string Folder => _folder;

    private string Home => Path.Combine(_folder, "home");

    /// <summary>The SDK prefers APPDATA to HOME on all systems.</summary>
    private string Secrets => Path.Combine(Home, "Microsoft", "UserSecrets", _secretsId, "secrets.json");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Home);
        await WriteAsync(
            "charts.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
            + $"<UserSecretsId>{_secretsId}</UserSecretsId></PropertyGroup></Project>");
        await WriteAsync("Directory.Build.props", "<Project />");
        await WriteAsync("appsettings.Development.json", "{}");
        Token = await CreateAsync("--role", "physician", "--scope", "chart.write", "--scope", "openid");
    }

    /// <summary>Creates a token of dr.rivera, with further options of <c>dotnet user-jwts create</c>.</summary>
    public async Task<string> CreateAsync(params string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["user-jwts", "create", "--output", "token", "--name", "dr.rivera", "--audience", "https://localhost:7099", .. options])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["APPDATA"] = Home, ["DOTNET_CLI_HOME"] = Home, ["DOTNET_NOLOGO"] = "1" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        process.ExitCode.Should().Be(0, output + await errors);
        return output.Trim().Split('\n')[^1];
    }

    /// <summary>Adds what the tool has written, as a web application of the project reads it in Development.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Configuration.AddJsonFile(Path.Combine(_folder, "appsettings.Development.json"));
        builder.Configuration.AddJsonFile(Secrets);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);
}
