namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>Whatever is down: the status is 503, nothing is consumed, and the client may repeat the request.</summary>
public sealed class UnavailableTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Action<EndpointLab, bool>> Outages = new()
    {
        ["the store of sessions"] = (lab, fails) => lab.Sessions.Fails = fails,
        ["the audit log"] = (lab, fails) => lab.Sink.Fails = fails,
    };

    private EndpointLab _lab = null!;

    public static TheoryData<string> Names => [.. Outages.Keys];

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refresh_is_unavailable_and_succeeds_afterwards(string name)
    {
        var tokens = await _lab.SignInAsync();
        Outages[name](_lab, true);

        var answer = await _lab.RefreshAsync(tokens.RefreshToken);

        (answer.Status, answer.Error, answer.Header("Retry-After"), answer.Header("Cache-Control"))
            .Should().Be((503, "temporarily_unavailable", "1", "no-store"));
        Outages[name](_lab, false);
        (await _lab.RefreshAsync(tokens.RefreshToken)).Status.Should().Be(200);
    }
}
