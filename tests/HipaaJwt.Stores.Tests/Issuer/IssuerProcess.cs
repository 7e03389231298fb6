using HipaaJwt.Stores.Tests.Workers;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A process of the operating system with an issuer, and a client that repeats a request as long as the answer is 503.</summary>
internal sealed class IssuerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ClientLimit = TimeSpan.FromSeconds(10);

    private readonly WorkerProcess _process;
    private readonly List<string> _answered;

    private IssuerProcess(WorkerProcess process, List<string> answered)
    {
        _process = process;
        _answered = answered;
    }

    /// <summary>Starts a process, which may be killed at any time later.</summary>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="answered">Receives the identifiers of the tokens that the process has handed out.</param>
    /// <param name="later">The seconds by which its clock is ahead, as if it had been started later.</param>
    /// <param name="defect">The defect that the process has.</param>
    public static async Task<IssuerProcess> StartAsync(
        string folder, List<string> answered, int later = 0, PlantedDefect defect = PlantedDefect.None)
    {
        var process = WorkerProcess.Launch("issuer", [folder, $"{later}"]);
        (await process.ReadAsync()).Should().Be("ready");
        await process.PlantAsync(defect);
        return new IssuerProcess(process, answered);
    }

    /// <summary>Starts a process that stops at a point of its start, and kills it there.</summary>
    public static async Task KillAtStartAsync(string folder, string point, int time)
    {
        await using var process = WorkerProcess.Launch("issuer", [folder, "0", point, $"{time}"]);
        (await process.ReadAsync()).Should().Be($"halted {point}");
        (await process.KillAsync()).Should().BeEmpty();
    }

    public Task<IssuedAnswer> SignInAsync() => RepeatAsync("sign-in");

    public Task<IssuedAnswer> RefreshAsync(string refreshToken) => RepeatAsync($"refresh {refreshToken}");

    /// <summary>The code with which a refresh token is rejected.</summary>
    public async Task<string> RejectAsync(string refreshToken)
    {
        var words = await _process.RunAsync($"refresh {refreshToken}");
        words[0].Should().Be("rejected");
        return words[1];
    }

    /// <summary>The keys of a purpose, as number, identifier and state.</summary>
    public Task<string[]> ReadKeysAsync(string purpose) => _process.RunAsync($"keys {purpose}");

    /// <summary>Refreshes, and kills the process at a point of that.</summary>
    public async Task KillAtRefreshAsync(string point, string refreshToken)
    {
        (await _process.RunAsync($"arm {point}")).Should().Equal("armed");
        await _process.SendAsync($"refresh {refreshToken}");
        (await _process.ReadAsync()).Should().Be($"halted {point}");
        (await _process.KillAsync()).Should().BeEmpty("the client got no answer");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<IssuedAnswer> RepeatAsync(string command)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
        {
            var words = await _process.RunAsync(command);
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(ClientLimit);
            if (words is ["tokens", var refreshToken, var kind, var id, var code])
            {
                _answered.Add(id);
                return new IssuedAnswer(refreshToken, kind, code);
            }

            words.Should().BeSubsetOf(["rejected", "RevocationUnavailable", "SessionStoreUnavailable"]);
        }
    }
}

/// <summary>Tokens that a client received.</summary>
/// <param name="RefreshToken">The refresh token.</param>
/// <param name="Kind"><c>first</c> or <c>retry</c>.</param>
/// <param name="Validation">What the validator of the process says of the access token.</param>
internal sealed record IssuedAnswer(string RefreshToken, string Kind, string Validation);
