using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>A fresh web application outside the repository that has nothing but the package.</summary>
public sealed class WebConsumerTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly PackedPackages _packages;

    public WebConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_web_application_installs_the_package_and_protects_an_endpoint()
    {
        Assert.SkipUnless(PackedPackages.Exists(PackedPackages.AspNetCore), "src/HipaaJwt.AspNetCore is not there yet.");
        var folder = _packages.CopyConsumer("Web", "run");
        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        using var process = CommandLine.Start(folder, "dotnet", Path.Combine("out", "Consumer.dll"), "--urls", "http://127.0.0.1:0");
        try
        {
            var said = await ReadUntilAddressAsync(process);
            using var client = new HttpClient { BaseAddress = new Uri(said["address"]) };

            var (permitted, body) = await GetAsync(client, said["physician"]);
            permitted.Should().Be(HttpStatusCode.OK);
            body.Should().Be("chart 7");
            (await GetAsync(client, said["clerk"])).Status.Should().Be(HttpStatusCode.Forbidden);
            (await GetAsync(client, said["physician"] + "A")).Status.Should().Be(HttpStatusCode.Unauthorized);
            (await GetAsync(client, null)).Status.Should().Be(HttpStatusCode.Unauthorized);
        }
        finally
        {
            CommandLine.Kill(process);
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/charts/7", UriKind.Relative));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Reads what the application says of itself, as lines of the form <c>name=value</c>; its address comes last.</summary>
    private static async Task<Dictionary<string, string>> ReadUntilAddressAsync(Process process)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        Dictionary<string, string> said = [];
        while (!said.ContainsKey("address"))
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
            {
                throw new InvalidOperationException($"The application ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
            }

            if (line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            {
                said[line[..at]] = line[(at + 1)..];
            }
        }

        // Nobody reads on, so the application must not come to a stop at a full pipe.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return said;
    }
}
