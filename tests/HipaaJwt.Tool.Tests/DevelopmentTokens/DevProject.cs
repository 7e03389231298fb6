using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.DevelopmentTokens;

/// <summary>A project and a home folder of one test.</summary>
internal sealed class DevProject : IDisposable
{
    public const string SecretsId = "0a1b2c3d-charts";

    private readonly TempFolder _folder = new();

    public DevProject(string? secretsId = SecretsId)
    {
        var property = secretsId is null ? string.Empty : $"\n    <UserSecretsId>{secretsId}</UserSecretsId>";
        File = _folder.Write(
            "charts.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">

              <PropertyGroup>{property}
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>

            </Project>

            """);
    }

    public string File { get; }

    public string Home => _folder.Path;

    public string Secrets => PathOf("secrets.json");

    public string KeyFile => PathOf("hipaa-jwt-dev.pem");

    public void Write(string name, string text) => _folder.Write(name, text);

    public void WriteSecrets(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Secrets)!);
        System.IO.File.WriteAllText(Secrets, text);
    }

    public Task<ToolRun> RunAsync(params string[] options) =>
        (ToolRun.With() with { Home = Home }).RunAsync(["dev", "token", "--project", File, .. options]);

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(Home, ".microsoft", "usersecrets", SecretsId, file);
}
