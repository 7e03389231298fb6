using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Sessions;

/// <summary>Many callers use one refresh token at the same time.</summary>
public sealed class ConcurrentRefreshTests
{
    private const int Callers = 64;
    private const int Rounds = 10;

    [Fact]
    public async Task One_of_64_callers_advances_and_all_others_retry_with_the_same_successor()
    {
        await using var lab = await IssuerLab.StartAsync();
        var current = (await lab.SignInAsync()).RefreshToken;
        for (var round = 0; round < Rounds; round++)
        {
            var results = await RefreshAsync(lab, current);

            results.Should().OnlyContain(result => result.IsIssued);
            results.Count(result => !result.Tokens!.IsRetry).Should().Be(1);
            results.Select(result => result.Tokens!.TokenId).Should().OnlyHaveUniqueItems();
            current = results.Select(result => result.Tokens!.RefreshToken).Distinct().Should().ContainSingle().Subject;
        }

        lab.Sink.Of(AuditEventType.SessionRefreshed).Count(refresh => refresh.IsRetry == false).Should().Be(Rounds);
        lab.Sink.Of(AuditEventType.SessionRefreshed).Count(refresh => refresh.IsRetry == true).Should().Be(Rounds * (Callers - 1));
    }

    [Fact]
    public async Task Without_a_retry_window_at_most_one_of_64_callers_gets_tokens_and_the_session_ends()
    {
        await using var lab = await IssuerLab.StartAsync(options => options.RetryWindow = TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            var first = await lab.SignInAsync();

            var results = await RefreshAsync(lab, first.RefreshToken);

            var winner = results.Where(result => result.IsIssued).Should().ContainSingle().Subject.Tokens!;
            results.Count(result => result.Error.Code == JwtErrorCode.TokenReplayed).Should().Be(1);
            results.Count(result => result.Error.Code == JwtErrorCode.SessionEnded).Should().Be(Callers - 2);
            (await lab.RefreshAsync(winner.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
            (await lab.ValidateAsync(winner.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        }

        lab.Sink.Of(AuditEventType.RefreshTokenReused).Should().HaveCount(Rounds);
    }

    /// <summary>All callers start together.</summary>
    private static async Task<TokenResult[]> RefreshAsync(IssuerLab lab, string? refreshToken)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, Callers).Select(async _ =>
        {
            await start.Task;
            await Task.Yield();
            return await lab.RefreshAsync(refreshToken);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(callers);
    }
}
