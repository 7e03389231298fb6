using HipaaJwt.Revocations;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Revocations;

public sealed class RevocationReaderTests
{
    private static readonly TimeSpan AfterFloor = TimeSpan.FromSeconds(32);

    [Fact]
    public async Task An_empty_store_begins_an_epoch_that_rejects_older_tokens()
    {
        using var lab = await CreateAsync();
        var older = lab.Token();

        (await lab.ReadAsync()).Should().BeTrue();

        lab.Check(older).Should().Be(JwtErrorCode.TokenRevoked);
        lab.Time.Advance(AfterFloor);
        await lab.ReadAsync();
        lab.Check(lab.Token()).Should().Be(JwtErrorCode.None);
        lab.Check(older).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task An_empty_store_accepts_older_tokens_only_by_option()
    {
        using var lab = await CreateAsync(options => options.AcceptTokensOlderThanStore = true);

        await lab.ReadAsync();

        lab.Check(lab.Token()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_store_that_lost_its_data_rejects_older_tokens_in_spite_of_the_option()
    {
        using var lab = await CreateAsync(options => options.AcceptTokensOlderThanStore = true);
        var token = lab.Token();
        await lab.ReadAsync();
        lab.Check(token).Should().Be(JwtErrorCode.None);

        lab.Store.Flush();
        await lab.ReadAsync();

        lab.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
        lab.Log.Lines.Should().ContainSingle(line => line.Id == 53 && line.Level == LogLevel.Critical);
    }

    [Fact]
    public async Task A_revocation_of_another_instance_is_read()
    {
        using var lab = await StartedAsync();
        using var other = new RevocationLab(await TokenFactory.CreateAsync(), lab.Time, lab.Store);
        var token = lab.Token();
        lab.Check(token).Should().Be(JwtErrorCode.None);

        await other.RevokeAsync(RevocationKind.Token, "token-1");
        await lab.ReadAsync();

        lab.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_revocation_of_this_instance_takes_effect_before_the_next_read()
    {
        using var lab = await StartedAsync();
        var token = lab.Token();

        var receipt = await lab.RevokeAsync(RevocationKind.Token, "token-1");

        lab.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
        receipt.EffectiveBy.Should().Be(lab.Time.GetUtcNow().AddSeconds(5));
    }

    [Theory]
    [InlineData(RevocationKind.Session, JwtErrorCode.SessionEnded)]
    [InlineData(RevocationKind.Token, JwtErrorCode.TokenRevoked)]
    public async Task What_this_instance_wrote_is_appended_again_after_a_loss(RevocationKind kind, JwtErrorCode code)
    {
        using var lab = await StartedAsync();
        await lab.RevokeAsync(kind, "revoked");
        await lab.ReadAsync();

        lab.Store.Flush();
        await lab.ReadAsync();
        lab.Time.Advance(AfterFloor);

        using var restarted = new RevocationLab(await TokenFactory.CreateAsync(), lab.Time, lab.Store);
        await restarted.ReadAsync();
        restarted.Check(restarted.Token(id: "revoked", session: "revoked")).Should().Be(code);
    }

    [Fact]
    public async Task A_revocation_that_only_the_store_has_lost_is_noticed_by_its_writer()
    {
        using var lab = await StartedAsync();
        await lab.RevokeAsync(RevocationKind.Token, "earlier");
        await lab.ReadAsync();
        var sequence = (await lab.Store.ReadAsync(default, 1, CancellationToken.None)).Head!.Sequence;
        using var other = new RevocationLab(await TokenFactory.CreateAsync(), lab.Time, lab.Store);
        await other.ReadAsync();
        var token = other.Token();

        // The replica that is promoted lacks the append, and no instance has read it.
        await lab.RevokeAsync(RevocationKind.Token, "token-1");
        await lab.Store.KeepUpToAsync(sequence);
        await other.ReadAsync();
        other.Check(token).Should().Be(JwtErrorCode.None, "nobody has noticed the loss yet");
        await lab.ReadAsync();
        await other.ReadAsync();

        other.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
        lab.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task Another_history_of_the_same_length_is_noticed()
    {
        using var lab = await StartedAsync();
        using var other = new RevocationLab(await TokenFactory.CreateAsync(), lab.Time, lab.Store);
        await other.ReadAsync();
        var token = other.Token(session: "later");
        var sequence = (await lab.Store.ReadAsync(default, 1, CancellationToken.None)).Head!.Sequence;
        await lab.RevokeAsync(RevocationKind.Session, "first");
        await lab.ReadAsync();
        await other.ReadAsync();

        await lab.Store.KeepUpToAsync(sequence);
        await lab.Store.AppendAsync(RevocationLab.Entry(RevocationKind.Session, "second"), CancellationToken.None);
        await other.ReadAsync();

        other.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_position_whose_append_was_pruned_reads_the_log_again_without_a_new_epoch()
    {
        using var lab = await StartedAsync();
        await lab.RevokeAsync(RevocationKind.Token, "old");
        await lab.ReadAsync();
        lab.Time.Advance(TimeSpan.FromHours(26));
        (await lab.Store.PruneAsync(1_000)).Should().Be(1);
        using var other = new RevocationLab(await TokenFactory.CreateAsync(), lab.Time, lab.Store);
        await other.ReadAsync();
        await other.RevokeAsync(RevocationKind.Token, "token-1");
        var (unrevoked, revoked) = (lab.Token(id: "token-2"), lab.Token());

        (await lab.ReadAsync()).Should().BeTrue();

        lab.Check(unrevoked).Should().Be(JwtErrorCode.None);
        lab.Check(revoked).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_long_log_is_read_in_pages()
    {
        using var lab = await StartedAsync();
        for (var number = 0; number < 10_000; number++)
        {
            await lab.Store.AppendAsync(RevocationLab.Entry(RevocationKind.Token, $"token-{number}"), CancellationToken.None);
        }

        (await lab.ReadAsync()).Should().BeTrue();

        lab.View.Count.Should().Be(10_000);
        lab.Store.MaxPage.Should().Be(4_096);
        lab.Monitor.Lag.Should().Be(0);
        lab.Check(lab.Token(id: "token-9999")).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task More_revocations_than_the_capacity_reject_all_tokens()
    {
        using var lab = await StartedAsync(options => options.Capacity = 1_000);
        for (var number = 0; number < 1_001; number++)
        {
            await lab.Store.AppendAsync(RevocationLab.Entry(RevocationKind.Token, $"token-{number}"), CancellationToken.None);
        }

        (await lab.ReadAsync()).Should().BeFalse();

        lab.Monitor.LastOutcome.Should().Be("TooManyRevocations");
        lab.Time.Advance(TimeSpan.FromSeconds(6));
        lab.Check(lab.Token(id: "other")).Should().Be(JwtErrorCode.RevocationUnavailable);
    }

    [Fact]
    public async Task A_failing_store_ends_the_view_with_its_lease_and_a_good_read_recovers_it()
    {
        using var lab = await StartedAsync();
        var token = lab.Token();
        lab.Store.ReadFailure = new InvalidOperationException("password=secret");

        lab.Time.Advance(TimeSpan.FromSeconds(5));
        (await lab.ReadAsync()).Should().BeFalse();
        lab.Check(token).Should().Be(JwtErrorCode.None);
        lab.Time.Advance(TimeSpan.FromTicks(1));
        (await lab.ReadAsync()).Should().BeFalse();
        lab.Check(token).Should().Be(JwtErrorCode.RevocationUnavailable);
        (await lab.ReadAsync()).Should().BeFalse();
        lab.Store.ReadFailure = null;
        (await lab.ReadAsync()).Should().BeTrue();
        lab.Check(token).Should().Be(JwtErrorCode.None);

        lab.Log.Lines.Where(line => line.Id == 52).Select(line => line.Text).Should().Equal(
            "Revocations of store Scripted changed from Starting to Current. Last read: Success. Unless they are current, all tokens "
            + "are rejected.",
            "Revocations of store Scripted changed from Current to Unavailable. Last read: InvalidOperationException. "
            + "Unless they are current, all tokens are rejected.",
            "Revocations of store Scripted changed from Unavailable to Current. Last read: Success. Unless they are current, all "
            + "tokens are rejected.");
        lab.Log.Lines.Should().NotContain(line => line.Text.Contains("secret"));
    }

    [Fact]
    public async Task A_read_counts_from_the_time_at_which_it_was_sent()
    {
        using var lab = await StartedAsync();
        var token = lab.Token();
        lab.Store.Hang = new TaskCompletionSource();

        var read = lab.ReadAsync();
        lab.Time.Advance(TimeSpan.FromSeconds(4));
        lab.Store.Hang.SetResult();
        (await read).Should().BeTrue();

        lab.Time.Advance(TimeSpan.FromSeconds(1));
        lab.Check(token).Should().Be(JwtErrorCode.None);
        lab.Time.Advance(TimeSpan.FromTicks(1));
        lab.Check(token).Should().Be(JwtErrorCode.RevocationUnavailable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_append_without_an_answer_is_not_acknowledged(bool isAppended)
    {
        using var lab = await StartedAsync();
        lab.Store.AppendFailure = new TimeoutException("host=10.0.0.7");
        lab.Store.AppendsBeforeFailing = isAppended;

        var revoke = () => lab.RevokeAsync(RevocationKind.Token, "token-1");

        (await revoke.Should().ThrowAsync<RevocationUnavailableException>()).Which.ToString().Should().NotContain("10.0.0.7");
        await lab.ReadAsync();
        lab.Check(lab.Token()).Should().Be(isAppended ? JwtErrorCode.TokenRevoked : JwtErrorCode.None);
    }

    [Fact]
    public async Task An_append_to_a_store_that_lost_its_data_begins_an_epoch_first()
    {
        using var lab = await StartedAsync();
        var token = lab.Token();
        lab.Store.Flush();

        await lab.RevokeAsync(RevocationKind.Session, "session-7");
        await lab.ReadAsync();

        lab.Check(token).Should().Be(JwtErrorCode.TokenRevoked);
        lab.Time.Advance(AfterFloor);
        await lab.ReadAsync();
        lab.Check(lab.Token(session: "session-7")).Should().Be(JwtErrorCode.SessionEnded);
        lab.Check(lab.Token()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Own_revocations_that_have_expired_are_not_appended_again()
    {
        using var lab = await StartedAsync();
        await lab.RevokeAsync(RevocationKind.Session, "session-7");
        await lab.ReadAsync();
        lab.Time.Advance(TimeSpan.FromHours(25) + TimeSpan.FromSeconds(1));

        lab.Store.Flush();
        await lab.ReadAsync();

        (await lab.Store.ReadAsync(default, 10, CancellationToken.None)).Revocations.Should().BeEmpty();
    }

    [Fact]
    public async Task More_lost_revocations_than_one_read_appends_are_appended_by_the_next_reads()
    {
        using var lab = await StartedAsync();
        for (var number = 0; number < 100; number++)
        {
            await lab.RevokeAsync(RevocationKind.Session, $"session-{number}");
        }

        await lab.ReadAsync();
        lab.Store.Flush();
        for (var read = 0; read < 5; read++)
        {
            await lab.ReadAsync();
        }

        var page = await lab.Store.ReadAsync(default, 1_000, CancellationToken.None);
        page.Revocations.Select(revocation => revocation.Key).Distinct().Should().HaveCount(100);
        page.Revocations.Should().HaveCount(100);
    }

    [Fact]
    public async Task A_store_that_does_not_take_lost_revocations_back_does_not_end_the_view()
    {
        using var lab = await StartedAsync();
        await lab.RevokeAsync(RevocationKind.Session, "session-7");
        await lab.ReadAsync();
        lab.Store.Flush();
        lab.Store.AppendFailure = new TimeoutException();

        (await lab.ReadAsync()).Should().BeFalse();
        lab.Time.Advance(AfterFloor);
        (await lab.ReadAsync()).Should().BeFalse();

        lab.Monitor.LastOutcome.Should().Be(nameof(TimeoutException));
        lab.Check(lab.Token()).Should().Be(JwtErrorCode.None);
        lab.Check(lab.Token(session: "session-7")).Should().Be(JwtErrorCode.SessionEnded);
        lab.Store.AppendFailure = null;
        (await lab.ReadAsync()).Should().BeTrue();
        (await lab.Store.ReadAsync(default, 10, CancellationToken.None)).Revocations.Should().ContainSingle();
    }

    [Fact]
    public async Task Slow_appends_of_lost_revocations_do_not_delay_the_next_read_until_the_view_ends()
    {
        using var lab = await StartedAsync();
        for (var number = 0; number < 20; number++)
        {
            await lab.RevokeAsync(RevocationKind.Session, $"session-{number}");
        }

        await lab.ReadAsync();
        lab.Store.Flush();
        await lab.ReadAsync();
        lab.Store.Flush();
        lab.Time.Advance(AfterFloor);
        lab.Store.OnAppend = () => lab.Time.Advance(TimeSpan.FromMilliseconds(600));

        for (var read = 0; read < 10; read++)
        {
            (await lab.ReadAsync()).Should().BeTrue();
            lab.Monitor.State.Should().Be(RevocationState.Current);
        }

        (await lab.Store.ReadAsync(default, 100, CancellationToken.None)).Revocations.Should().HaveCount(20);
    }

    private static async Task<RevocationLab> CreateAsync(Action<RevocationOptions>? configure = null) =>
        new(await TokenFactory.CreateAsync(), configure: configure);

    /// <summary>Creates a lab whose view is current, and whose floor is in the past.</summary>
    private static async Task<RevocationLab> StartedAsync(Action<RevocationOptions>? configure = null)
    {
        var lab = await CreateAsync(configure);
        await lab.ReadAsync();
        lab.Time.Advance(AfterFloor);
        await lab.ReadAsync();
        return lab;
    }
}
