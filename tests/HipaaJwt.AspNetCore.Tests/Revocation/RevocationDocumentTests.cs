using System.Text.Json;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Revocations;

public sealed class RevocationDocumentTests
{
    [Fact]
    public async Task The_OpenAPI_document_describes_the_endpoints()
    {
        await using var lab = await LogoutLab.StartAsync(
            configure: builder => builder.Services.AddOpenApi(options => options.AddHipaaJwt()),
            map: app => app.MapOpenApi().AllowAnonymous());
        using var client = new HttpClient();

        using var document = JsonDocument.Parse(await client.GetStringAsync(
            new Uri(lab.Server.Address, "/openapi/v1.json"), TestContext.Current.CancellationToken));

        var paths = document.RootElement.GetProperty("paths");
        foreach (var (path, member) in new[] { ("subjects", "subject"), ("sessions", "sessionId"), ("tokens", "tokenId") })
        {
            var operation = paths.GetProperty("/admin/revocations/" + path).GetProperty("post");
            operation.GetProperty("summary").GetString().Should().StartWith("Revokes ");
            operation.GetProperty("x-required-permissions").EnumerateArray().Select(name => name.GetString())
                .Should().Equal("sessions:revoke");
            operation.GetProperty("responses").EnumerateObject().Select(response => response.Name)
                .Should().BeEquivalentTo("200", "400", "401", "403", "415", "503");
            var schema = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            var name = schema.GetProperty("$ref").GetString()!.Split('/')[^1];
            document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties")
                .EnumerateObject().Select(property => property.Name).Should().BeEquivalentTo("issuer", member, "reason");
        }

        var logout = paths.GetProperty("/backchannel-logout").GetProperty("post");
        logout.TryGetProperty("security", out _).Should().BeFalse();
        logout.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().BeEquivalentTo("200", "400", "503");
    }
}
