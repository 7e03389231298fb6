using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Builds a web application outside the repository that references only the package.</summary>
public sealed class WebConsumerTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly PackedPackages _packages;

    public WebConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_web_application_protects_an_endpoint_with_the_package()
    {
        var folder = _packages.CopyConsumer("Web", "run");
        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        using var process = CommandLine.Start(folder, "dotnet", Path.Combine("out", "Consumer.dll"), "--urls", "http://127.0.0.1:0");
        try
        {
            var values = await ReadUntilAddressAsync(process);
            using var client = new HttpClient { BaseAddress = new Uri(values["address"]) };

            var (status, body) = await GetAsync(client, values["physician"]);
            status.Should().Be(HttpStatusCode.OK);
            body.Should().Be("chart 7");
            (await GetAsync(client, values["clerk"])).Status.Should().Be(HttpStatusCode.Forbidden);
            (await GetAsync(client, values["physician"] + "A")).Status.Should().Be(HttpStatusCode.Unauthorized);
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

    /// <summary>Reads the lines of the form <c>name=value</c> that the application writes. The last one contains its address.</summary>
    private static async Task<Dictionary<string, string>> ReadUntilAddressAsync(Process process)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        Dictionary<string, string> values = [];
        while (!values.ContainsKey("address"))
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
            {
                throw new InvalidOperationException($"The application exited: {await process.StandardError.ReadToEndAsync(limit.Token)}");
            }

            if (line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            {
                values[line[..at]] = line[(at + 1)..];
            }
        }

        // The application would block at a full pipe if nothing read its output.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return values;
    }
}
