using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>The quick start as a process inside a network namespace, configured by environment variables.</summary>
public sealed class ContainerizedService : IAsyncDisposable
{
    private const int Port = 8080;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-container-").FullName;
    private readonly HttpClient _client;
    private readonly Process _process;

    private ContainerizedService(ContainerNetwork network, IReadOnlyDictionary<string, string> variables)
    {
        _client = new HttpClient { BaseAddress = new Uri($"http://{network.ContainerAddress}:{Port}") };
        _process = network.Start(
            _folder,
            new Dictionary<string, string>(variables)
            {
                ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{Port}",
                ["Logging__Console__FormatterName"] = "simple",
                ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            },
            Environment.ProcessPath is { } host && host.EndsWith("dotnet", StringComparison.Ordinal) ? host : "dotnet",
            Program);
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    private static string Program => Path.Combine(
        typeof(ContainerizedService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "QuickStart").Value!,
        "QuickStart.dll");

    /// <summary>Starts the service and waits until it listens.</summary>
    public static async Task<ContainerizedService> StartAsync(ContainerNetwork network, IReadOnlyDictionary<string, string> variables)
    {
        var service = new ContainerizedService(network, variables);
        var exited = service._process.WaitForExitAsync();
        var first = await Task.WhenAny(service._started.Task, exited).WaitAsync(TimeSpan.FromSeconds(60));
        (first == exited).Should().BeFalse(service.Output);
        return service;
    }

    /// <summary>Starts a service that must not start.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> FailToStartAsync(ContainerNetwork network, IReadOnlyDictionary<string, string> variables)
    {
        await using var service = new ContainerizedService(network, variables);
        await service._process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        service._process.ExitCode.Should().NotBe(0);
        return service.Output;
    }

    public async Task<HttpStatusCode> GetChartAsync(string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/chart", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>Stops the service, so that all its output has been read.</summary>
    public async Task<string> StopAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        return Output;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
