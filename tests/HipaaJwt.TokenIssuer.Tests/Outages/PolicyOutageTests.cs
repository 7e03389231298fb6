using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A refresh policy hangs. Nothing is consumed, and sign-ins, which do not ask it, go on.</summary>
[Collection(OutageTests.Name)]
public sealed class PolicyOutageTests
{
    private const int Callers = 100;

    [Theory]
    [InlineData(FaultKind.Blocks)]
    [InlineData(FaultKind.NeverCompletes)]
    public async Task Users_can_sign_in_while_100_callers_wait_for_the_policy(FaultKind kind)
    {
        // On a busy machine, 100 callers at once may wait for the store longer than its default timeout.
        await using var lab = await OutageLab.StartAsync(
            jwt =>
            {
                jwt.Services.AddSingleton<FaultyPolicy>();
                jwt.AddRefreshPolicy<FaultyPolicy>().AddSigner<FaultySigner>();
            },
            options => options.StoreTimeout = TimeSpan.FromSeconds(30));
        var policy = lab.Get<FaultyPolicy>().Fault;
        var tokens = await lab.SignInAsync();
        policy.Begin(FaultyPolicy.Decide, kind);
        var callers = Task.WhenAll(
            Enumerable.Range(0, Callers).Select(_ => Task.Run(async () => await lab.RefreshAsync(tokens.RefreshToken))));
        await IssuerLab.UntilAsync(() => Task.FromResult(policy.Calls > 0));

        var signIn = await lab.IssueAsync();
        var wereWaiting = !callers.IsCompleted;

        signIn.Error.Should().Be(JwtError.None);
        wereWaiting.Should().BeTrue("the sign-in needed no answer of the policy");
        (await callers).Should().OnlyContain(answer => answer.Error.Code == JwtErrorCode.CheckUnavailable);
        policy.Repair();
        (await lab.RefreshAsync(tokens.RefreshToken)).Tokens!.IsRetry.Should().BeFalse();
    }

    private sealed class FaultyPolicy : IRefreshPolicy
    {
        public const string Decide = "decide";

        public Fault Fault { get; } = new();

        public ValueTask<RefreshDecision> DecideAsync(RefreshContext context, CancellationToken cancellationToken) =>
            Fault.RunAsync(Decide, () => ValueTask.FromResult(RefreshDecision.Continue));
    }
}
