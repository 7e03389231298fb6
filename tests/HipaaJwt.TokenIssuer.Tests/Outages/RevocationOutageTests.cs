namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>The log of revocations cannot be read. Nothing is consumed.</summary>
[Collection(OutageTests.Name)]
public sealed class RevocationOutageTests
{
    [Fact]
    public async Task Without_the_log_no_tokens_are_issued_and_the_refresh_token_stays_valid()
    {
        await using var lab = await OutageLab.StartAsync();
        var tokens = await lab.SignInAsync();
        lab.Revocations.FailsReads = true;
        await lab.UntilRevocationsAsync(areAvailable: false);

        await OutageLab.ExpectWithinAsync(
            TimeSpan.FromMilliseconds(250),
            JwtErrorCode.RevocationUnavailable,
            async () => (await lab.RefreshAsync(tokens.RefreshToken)).Error);

        (await lab.IssueAsync()).Error.Code.Should().Be(JwtErrorCode.RevocationUnavailable);
        (await lab.PostAsync("/token", tokens.RefreshToken)).Should().Be(503);
        lab.Revocations.FailsReads = false;
        await lab.UntilRevocationsAsync(areAvailable: true);
        (await lab.RefreshAsync(tokens.RefreshToken)).Tokens!.IsRetry.Should().BeFalse("the outage consumed nothing");
    }
}
