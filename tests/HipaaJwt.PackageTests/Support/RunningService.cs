using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace HipaaJwt.PackageTests.Support;

/// <summary>A web service that runs as a process. It is killed when it is disposed.</summary>
internal sealed class RunningService : IDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly HttpClient _client = new();

    private RunningService(Process process) => _process = process;

    /// <summary>The lines that the service has written so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Starts a service and waits until it listens.</summary>
    public static async Task<RunningService> StartAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string program, params string[] arguments)
    {
        var service = new RunningService(CommandLine.Start(folder, variables, program, arguments));
        try
        {
            var line = await service.ReadUntilAsync(Listening);
            service._client.BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Reads the output up to the line that contains a text.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            _lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The service exited: {string.Join('\n', _lines)}");
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        CommandLine.Kill(_process);
        _process.Dispose();
        _client.Dispose();
    }
}
