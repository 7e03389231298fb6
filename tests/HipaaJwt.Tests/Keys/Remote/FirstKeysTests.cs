using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The retries while an issuer has never had keys.</summary>
public sealed class FirstKeysTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Are_retried_after_1_2_4_and_8_seconds_and_then_after_10_20_and_40(bool byMetadata, bool answers503)
    {
        var outcome = answers503 ? JwksFetchOutcome.StatusNotOk : JwksFetchOutcome.Unreachable;
        await using var lab = await KeyLab.StartAsync(byMetadata ? null : KeyLab.BySet);
        lab.Provider.Instead = Fail(outcome);
        await lab.VerdictAsync();
        (await lab.NextRefreshAsync()).Should().Be(outcome);

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 20, 40 })
        {
            var before = lab.Provider.Requests.Count;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds) - Millisecond);
            lab.Provider.Requests.Count.Should().Be(before);
            (await lab.PassAsync(Millisecond)).Should().Be(outcome);
            lab.Provider.Requests.Count.Should().Be(before + 1);
        }

        lab.Provider.Instead = null;
        (await lab.PassAsync(TimeSpan.FromSeconds(80))).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Are_in_use_as_soon_as_the_first_retry_brings_them()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = Fail(JwksFetchOutcome.Unreachable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        await lab.NextRefreshAsync();

        lab.Provider.Instead = null;
        (await lab.PassAsync(TimeSpan.FromSeconds(1))).Should().Be(JwksFetchOutcome.Fetched);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Tokens_cause_no_request_before_the_next_retry()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = Fail(JwksFetchOutcome.Unreachable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        await lab.NextRefreshAsync();

        foreach (var seconds in new[] { 1, 2, 4, 8, 10 })
        {
            var before = lab.Provider.Requests.Count;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds - 0.5) - TimeSpan.FromTicks(1));
            for (var number = 0; number < 20; number++)
            {
                var verdict = lab.VerdictAsync(lab.Token($"random-{number}"));
                verdict.IsCompleted.Should().BeTrue("the next request is more than half a second away");
                (await verdict).Should().Be(JwtErrorCode.KeysUnavailable);
            }

            lab.Provider.Requests.Count.Should().Be(before);
            await lab.PassAsync(TimeSpan.FromSeconds(0.5) + TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public async Task Are_retried_after_ten_seconds_if_a_token_needs_them_later()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = Fail(JwksFetchOutcome.Unreachable);
        await lab.VerdictAsync();
        await lab.NextRefreshAsync();
        foreach (var seconds in new[] { 1, 2, 4, 8, 10 })
        {
            await lab.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        lab.Provider.Instead = null;
        lab.Time.Advance(RefreshSchedule.MinInterval - TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Time.Advance(TimeSpan.FromSeconds(0.5) + TimeSpan.FromTicks(1));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Theory]
    [InlineData(StatusCodes.Status429TooManyRequests, "", nameof(JwksFetchOutcome.StatusNotOk))]
    [InlineData(StatusCodes.Status200OK, "{}", nameof(JwksFetchOutcome.Malformed))]
    [InlineData(StatusCodes.Status200OK, """{"keys":[]}""", nameof(JwksFetchOutcome.NoUsableKey))]
    public async Task Are_not_requested_sooner_from_an_issuer_that_answers(int status, string body, string outcome)
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        lab.Provider.Instead = context =>
        {
            context.Response.StatusCode = status;
            return KeyProvider.WriteAsync(context, body);
        };
        await lab.VerdictAsync();
        (await lab.NextRefreshAsync()).ToString().Should().Be(outcome);

        lab.Time.Advance(RefreshSchedule.MinInterval - Millisecond);
        lab.Provider.Requests.Should().HaveCount(1);
        (await lab.PassAsync(Millisecond)).ToString().Should().Be(outcome);
        lab.Provider.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_address_without_an_answer_is_requested_by_all_its_issuers_no_more_often_than_by_one()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = Fail(JwksFetchOutcome.Unreachable);
        var client = lab.Host.Services.GetRequiredService<ThrottledJwksClient>();
        var address = new Uri(lab.Provider.Address + KeyProvider.KeysPath);
        await client.GetAsync(address, CancellationToken.None);

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 10 })
        {
            var before = lab.Provider.Requests.Count;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            await RequestAsync(20);
            lab.Provider.Requests.Count.Should().Be(before);
            lab.Time.Advance(TimeSpan.FromTicks(1));
            await RequestAsync(20);
            lab.Provider.Requests.Count.Should().Be(before + 1);
        }

        lab.Provider.Instead = null;
        lab.Time.Advance(RefreshSchedule.MinInterval);
        await RequestAsync(1);
        var after = lab.Provider.Requests.Count;
        lab.Time.Advance(RefreshSchedule.MinInterval - TimeSpan.FromTicks(1));
        await RequestAsync(1);
        lab.Provider.Requests.Count.Should().Be(after, "ten seconds follow a success");

        async Task RequestAsync(int callers) =>
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => client.GetAsync(address, CancellationToken.None)));
    }

    [Fact]
    public async Task Keys_that_were_lost_are_not_requested_sooner()
    {
        await using var lab = await KeyLab.StartAsync((issuer, _) => issuer.MaxKeyAge = TimeSpan.FromMinutes(1));
        await lab.LoadAsync();
        lab.Provider.Instead = Fail(JwksFetchOutcome.Unreachable);
        (await lab.PassAsync(TimeSpan.FromSeconds(30))).Should().Be(JwksFetchOutcome.Unreachable);
        (await lab.PassAsync(TimeSpan.FromSeconds(30))).Should().Be(JwksFetchOutcome.Unreachable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        var before = lab.Provider.Requests.Count;

        lab.Time.Advance(RefreshSchedule.MinInterval - Millisecond);
        lab.Provider.Requests.Count.Should().Be(before);
    }

    private static Func<HttpContext, Task> Fail(JwksFetchOutcome outcome) => context =>
    {
        if (outcome == JwksFetchOutcome.StatusNotOk)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        return Task.Run(context.Abort);
    };
}
