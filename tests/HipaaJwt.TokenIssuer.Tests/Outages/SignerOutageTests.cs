using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A signer of the application is down or hangs. Nothing is consumed.</summary>
[Collection(OutageTests.Name)]
public sealed class SignerOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan PolicyTimeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private OutageLab _lab = null!;

    public static MatrixTheoryData<string, FaultKind> Faults { get; } = new(
        [FaultySigner.GetKey, FaultySigner.Sign], [FaultKind.Throws, FaultKind.Blocks, FaultKind.NeverCompletes]);

    private Fault Signer => _lab.Get<FaultySigner>().Fault;

    public async ValueTask InitializeAsync() => _lab = await OutageLab.StartAsync(
        jwt => jwt.AddSigner<FaultySigner>(), options => options.PolicyTimeout = PolicyTimeout);

    public async ValueTask DisposeAsync()
    {
        Signer.Repair();
        await _lab.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_answer_comes_within_the_timeout_and_the_refresh_token_stays_valid(string step, FaultKind kind)
    {
        var tokens = await _lab.SignInAsync();
        Signer.Begin(step, kind);

        await OutageLab.ExpectWithinAsync(
            PolicyTimeout + Margin, JwtErrorCode.KeysUnavailable, async () => (await _lab.RefreshAsync(tokens.RefreshToken)).Error);

        (await _lab.IssueAsync()).Error.Code.Should().Be(JwtErrorCode.KeysUnavailable);
        (await _lab.PostAsync("/token", tokens.RefreshToken)).Should().Be(503);
        Signer.Repair();
        var refreshed = await _lab.RefreshAsync(tokens.RefreshToken);
        refreshed.Error.Should().Be(JwtError.None);
        refreshed.Tokens!.IsRetry.Should().BeFalse("the outage consumed nothing");
    }
}
