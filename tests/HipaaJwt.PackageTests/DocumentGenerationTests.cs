using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Builds a web application that generates its OpenAPI document at build time.</summary>
public sealed class DocumentGenerationTests
{
    private readonly PackedPackages _packages;

    public DocumentGenerationTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_build_without_settings_generates_the_document_with_schemes_and_permissions()
    {
        using var document = await BuildAsync("without-settings", null);

        var schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        schemes.EnumerateObject().Select(scheme => scheme.Name).Should().BeEquivalentTo("HipaaJwt", "HipaaJwt-DPoP", "Legacy");
        var paths = document.RootElement.GetProperty("paths");
        paths.GetProperty("/charts/{id}").GetProperty("get").GetProperty("x-required-permissions").EnumerateArray()
            .Select(permission => permission.GetString()).Should().Equal("chart:read");
        paths.GetProperty("/health").GetProperty("get").TryGetProperty("security", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_build_without_settings_describes_the_endpoints_of_the_issuer_and_opens_no_store()
    {
        using var document = await BuildAsync("with-issuer", null);

        var paths = document.RootElement.GetProperty("paths");
        foreach (var name in (string[])["token", "revoke", "introspect", "logout"])
        {
            var operation = paths.GetProperty($"/{name}").GetProperty("post");
            operation.GetProperty("description").GetString().Should().StartWith("The body is application/x-www-form-urlencoded: ");
            operation.GetProperty("responses").EnumerateObject().Select(response => response.Name)
                .Should().BeEquivalentTo("200", "400", "401", "503");
            operation.TryGetProperty("security", out _).Should().BeFalse("clients send no access token");
        }

        paths.GetProperty("/jwks").GetProperty("get").GetProperty("summary").GetString().Should().Be("The public keys (RFC 7517).");
        paths.TryGetProperty("/.well-known/oauth-authorization-server", out _).Should().BeTrue();
        Directory.GetFiles(_packages.Folder, "sessions.db", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_build_with_settings_sends_no_request_to_the_issuer()
    {
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        var address = $"https://127.0.0.1:{((IPEndPoint)issuer.LocalEndpoint).Port}";

        using var document = await BuildAsync("with-settings", $$"""
            {
              "HipaaJwt": {
                "Issuers": [
                  {
                    "Issuer": "{{address}}",
                    "MetadataAddress": "{{address}}/.well-known/openid-configuration",
                    "Audiences": [ "https://charts.hospital.example" ],
                    "Algorithms": [ "ES256" ]
                  }
                ],
                "Permissions": { "Roles": { "physician": [ "chart:read" ] } }
              }
            }
            """);

        document.RootElement.GetProperty("paths").TryGetProperty("/charts/{id}", out _).Should().BeTrue();
        issuer.Pending().Should().BeFalse();
    }

    private async Task<JsonDocument> BuildAsync(string purpose, string? settings)
    {
        var folder = _packages.CopyConsumer("OpenApi", purpose);
        if (settings is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), settings);
        }

        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        return JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "Consumer.json")));
    }
}
