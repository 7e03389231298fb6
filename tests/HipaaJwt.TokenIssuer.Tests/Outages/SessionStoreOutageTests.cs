using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>The store of sessions is down or hangs. Callers get an answer in time, and nothing is consumed.</summary>
[Collection(OutageTests.Name)]
public sealed class SessionStoreOutageTests : IAsyncLifetime
{
    private const int Callers = 100;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(250);

    private OutageLab _lab = null!;

    public static MatrixTheoryData<string, FaultKind> Faults { get; } = new(
        [FaultySessionStore.Create, FaultySessionStore.Find, FaultySessionStore.Advance, FaultySessionStore.End],
        [FaultKind.Throws, FaultKind.Blocks, FaultKind.NeverCompletes]);

    public async ValueTask InitializeAsync() => _lab = await OutageLab.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _lab.Sessions.Repair();
        await _lab.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_answer_comes_within_250_ms_and_the_refresh_token_stays_valid(string step, FaultKind kind)
    {
        var tokens = await _lab.SignInAsync();
        _lab.Sessions.Begin(step, kind);

        await OutageLab.ExpectWithinAsync(AnswerLimit, JwtErrorCode.SessionStoreUnavailable, () => RunAsync(step, tokens.RefreshToken));

        if (step != FaultySessionStore.Create)
        {
            var path = step == FaultySessionStore.End ? "/revoke" : "/token";
            (await _lab.PostAsync(path, tokens.RefreshToken)).Should().Be(503);
        }

        _lab.Sessions.Repair();
        var refreshed = await _lab.RefreshAsync(tokens.RefreshToken);
        refreshed.Error.Should().Be(JwtError.None);
        refreshed.Tokens!.IsRetry.Should().BeFalse("the outage consumed nothing");
        (await _lab.RefreshAsync(refreshed.Tokens.RefreshToken)).IsIssued.Should().BeTrue();
    }

    [Theory]
    [InlineData(FaultKind.Blocks)]
    [InlineData(FaultKind.NeverCompletes)]
    public async Task Each_of_100_callers_of_a_store_that_hangs_gets_an_answer_within_1_s_and_later_calls_work(FaultKind kind)
    {
        var tokens = await _lab.SignInAsync();
        _lab.Sessions.Begin(FaultySessionStore.Find, kind);
        var fastest = TimeSpan.MaxValue;
        List<int> keys = [];
        for (var round = 0; round < 3; round++)
        {
            var start = TimeProvider.System.GetTimestamp();
            var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () => await _lab.RefreshAsync(tokens.RefreshToken)));
            var answers = Task.WhenAll(callers);
            keys.Add(await _lab.GetAsync("/jwks"));
            var issued = await answers;

            var elapsed = TimeProvider.System.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
            issued.Should().OnlyContain(answer => answer.Error.Code == JwtErrorCode.SessionStoreUnavailable);
        }

        keys.Should().Contain(200, "the store of signing keys works");
        fastest.Should().BeLessThan(TimeSpan.FromSeconds(1), "other processes can delay a round, but not all");

        _lab.Sessions.Repair();
        (await _lab.RefreshAsync(tokens.RefreshToken)).Tokens!.IsRetry.Should().BeFalse();
        (await _lab.IssueAsync()).IsIssued.Should().BeTrue();
    }

    private async ValueTask<JwtError> RunAsync(string step, string? refreshToken) => step switch
    {
        FaultySessionStore.Create => (await _lab.IssueAsync()).Error,
        FaultySessionStore.End => await _lab.RevokeAsync(refreshToken),
        _ => (await _lab.RefreshAsync(refreshToken)).Error,
    };
}
