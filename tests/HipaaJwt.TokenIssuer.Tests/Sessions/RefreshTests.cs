using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Sessions;

public sealed class RefreshTests
{
    [Fact]
    public async Task A_refresh_gives_a_new_access_token_and_a_new_refresh_token_of_the_same_session()
    {
        await using var lab = await IssuerLab.StartAsync();
        var first = await lab.SignInAsync();

        var second = await lab.RefreshedAsync(first.RefreshToken);

        second.SessionId.Should().Be(first.SessionId);
        second.RefreshToken.Should().NotBe(first.RefreshToken);
        second.TokenId.Should().NotBe(first.TokenId);
        (await lab.ValidateAsync(second.AccessToken)).Should().Be(JwtError.None);
        (await lab.ValidateAsync(first.AccessToken)).Should().Be(JwtError.None, "a refresh leaves the token in flight alone");
    }

    [Fact]
    public async Task A_retry_after_a_lost_response_gets_the_same_successor()
    {
        await using var lab = await IssuerLab.StartAsync();
        var first = await lab.SignInAsync();
        var lost = await lab.RefreshedAsync(first.RefreshToken);
        await lab.PassAsync(TimeSpan.FromSeconds(10));

        var retried = await lab.RefreshedAsync(first.RefreshToken);

        retried.RefreshToken.Should().Be(lost.RefreshToken);
        retried.IsRetry.Should().BeTrue();
        lab.Sink.Of(AuditEventType.SessionRefreshed).Select(refresh => refresh.IsRetry).Should().Equal(false, true);
    }

    [Fact]
    public async Task A_replaced_token_ends_the_session_after_the_retry_window()
    {
        await using var lab = await IssuerLab.StartAsync();
        var first = await lab.SignInAsync();
        var second = await lab.RefreshedAsync(first.RefreshToken);
        await lab.PassAsync(TimeSpan.FromSeconds(10));
        lab.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await lab.RefreshAsync(first.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);

        (await lab.RefreshAsync(second.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
        (await lab.ValidateAsync(second.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        lab.Sink.Of(AuditEventType.RefreshTokenReused).Should().ContainSingle().Which.Subject.Should().Be(IssuerLab.User);
        lab.Sink.Of(AuditEventType.SessionEnded).Should().ContainSingle()
            .Which.SessionEndReason.Should().Be(SessionEndReason.RefreshTokenReused);
    }

    [Fact]
    public async Task A_token_before_the_predecessor_ends_the_session_within_the_window_too()
    {
        await using var lab = await IssuerLab.StartAsync();
        var first = await lab.SignInAsync();
        var second = await lab.RefreshedAsync(first.RefreshToken);
        await lab.RefreshedAsync(second.RefreshToken);

        (await lab.RefreshAsync(first.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task Once_its_successor_was_used_a_token_is_not_forgiven()
    {
        await using var lab = await IssuerLab.StartAsync();
        var first = await lab.SignInAsync();
        var second = await lab.RefreshedAsync(first.RefreshToken);
        await lab.RefreshedAsync(second.RefreshToken);

        (await lab.RefreshAsync(first.RefreshToken)).IsIssued.Should().BeFalse();
        (await lab.RefreshAsync(second.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
    }

    [Fact]
    public async Task Without_a_retry_window_a_second_use_ends_the_session()
    {
        await using var lab = await IssuerLab.StartAsync(options => options.RetryWindow = TimeSpan.Zero);
        var first = await lab.SignInAsync();
        await lab.RefreshedAsync(first.RefreshToken);

        (await lab.RefreshAsync(first.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task A_session_is_not_longer_because_it_is_refreshed()
    {
        await using var lab = await IssuerLab.StartAsync(options =>
        {
            options.SessionLifetime = TimeSpan.FromMinutes(12);
            options.IdleTimeout = TimeSpan.FromHours(1);
        });
        var tokens = await lab.SignInAsync();
        for (var minute = 0; minute < 10; minute++)
        {
            await lab.PassAsync(TimeSpan.FromMinutes(1));
            tokens = await lab.RefreshedAsync(tokens.RefreshToken);
        }

        tokens.ExpiresIn.Should().Be(TimeSpan.FromMinutes(2), "an access token never outlives its session");
        tokens.SessionExpiresIn.Should().Be(TimeSpan.FromMinutes(2));
        await lab.PassAsync(TimeSpan.FromMinutes(2));
        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
    }

    [Fact]
    public async Task Refreshing_is_no_activity()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();
        for (var minute = 0; minute < 16; minute++)
        {
            await lab.PassAsync(TimeSpan.FromMinutes(1));
            tokens = await lab.RefreshedAsync(tokens.RefreshToken);
        }

        await lab.PassAsync(TimeSpan.FromMinutes(1));

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionIdle);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AQAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task Text_that_is_no_refresh_token_is_rejected(string text)
    {
        await using var lab = await IssuerLab.StartAsync();

        (await lab.RefreshAsync(text)).Error.Code.Should().Be(JwtErrorCode.TokenEncodingInvalid);
    }

    [Fact]
    public async Task A_token_with_any_changed_character_is_rejected_and_ends_nothing()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();
        for (var index = 0; index < tokens.RefreshToken!.Length; index++)
        {
            var other = tokens.RefreshToken[index] == 'A' ? 'B' : 'A';
            var forged = tokens.RefreshToken.Remove(index, 1).Insert(index, other.ToString());

            (await lab.RefreshAsync(forged)).IsIssued.Should().BeFalse();
        }

        (await lab.RefreshAsync(tokens.RefreshToken)).IsIssued.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_of_another_client_is_rejected_and_ends_nothing()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();

        (await lab.RefreshAsync(tokens.RefreshToken, "other-app")).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "client_id"));

        (await lab.RefreshAsync(tokens.RefreshToken)).IsIssued.Should().BeTrue();
    }

    [Fact]
    public async Task Scopes_can_be_narrowed_for_one_token_and_never_widened()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();

        var narrow = await lab.Tokens.RefreshAsync(
            new RefreshRequest { RefreshToken = tokens.RefreshToken!, ClientId = IssuerLab.Client, Scopes = ["chart.read"] });
        var wide = await lab.Tokens.RefreshAsync(
            new RefreshRequest { RefreshToken = narrow.Tokens!.RefreshToken!, ClientId = IssuerLab.Client, Scopes = ["admin"] });
        var full = await lab.RefreshedAsync(narrow.Tokens.RefreshToken);

        narrow.Tokens.Scopes.Should().Equal("chart.read");
        wide.Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "scope"));
        full.Scopes.Should().Equal("chart.read", "chart.write");
    }

    [Fact]
    public async Task A_bound_refresh_token_is_not_replaced_and_is_rejected_without_its_key()
    {
        await using var lab = await IssuerLab.StartAsync();
        var key = TokenBinding.ToKey(new string('A', 43));
        var tokens = await lab.SignInAsync(binding: key);

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.ProofMissing);
        (await lab.RefreshAsync(tokens.RefreshToken, proofs: TokenBinding.ToKey(new string('E', 43)))).Error.Code
            .Should().Be(JwtErrorCode.ProofKeyMismatch);
        var refreshed = await lab.RefreshAsync(tokens.RefreshToken, proofs: key);

        refreshed.Tokens!.RefreshToken.Should().Be(tokens.RefreshToken);
        refreshed.Tokens.TokenType.Should().Be("DPoP");
    }

    [Fact]
    public async Task The_policy_changes_roles_and_takes_scopes_away()
    {
        await using var lab = await IssuerLab.StartAsync(build: builder =>
        {
            var decision = RefreshDecision.Continue with { Roles = ["nurse"], Scopes = ["chart.read"] };
            builder.Services.AddSingleton(new StubPolicy { Decision = decision });
            builder.AddRefreshPolicy<StubPolicy>();
        });
        var tokens = await lab.SignInAsync();

        var refreshed = await lab.RefreshedAsync(tokens.RefreshToken);

        var token = (await lab.Get<IJwtValidator>().ValidateAsync(refreshed.AccessToken)).Token!;
        token.Roles.Should().Equal("nurse");
        refreshed.Scopes.Should().Equal("chart.read");
    }

    [Fact]
    public async Task The_policy_ends_the_session_of_a_disabled_account()
    {
        await using var lab = await IssuerLab.StartAsync(build: builder =>
        {
            builder.Services.AddSingleton(new StubPolicy { Decision = RefreshDecision.End });
            builder.AddRefreshPolicy<StubPolicy>();
        });
        var tokens = await lab.SignInAsync();

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.RejectedByApplication);

        (await lab.ValidateAsync(tokens.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        lab.Sink.Of(AuditEventType.SessionEnded).Single().SessionEndReason.Should().Be(SessionEndReason.RejectedByPolicy);
    }

    [Fact]
    public async Task A_policy_that_fails_consumes_nothing()
    {
        var policy = new StubPolicy();
        await using var lab = await IssuerLab.StartAsync(build: builder =>
        {
            builder.Services.AddSingleton(policy);
            builder.AddRefreshPolicy<StubPolicy>();
        });
        var tokens = await lab.SignInAsync();

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.CheckUnavailable);

        policy.Decision = RefreshDecision.Continue;
        (await lab.RefreshAsync(tokens.RefreshToken)).Tokens!.IsRetry.Should().BeFalse();
    }

    [Fact]
    public async Task An_event_that_could_not_be_recorded_withholds_the_tokens_and_the_retry_gets_them()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();
        lab.Sink.Fails = true;

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);

        lab.Sink.Fails = false;
        (await lab.RefreshAsync(tokens.RefreshToken)).Tokens!.IsRetry.Should().BeTrue();
    }

    [Fact]
    public async Task A_revoked_user_cannot_refresh_and_can_sign_in_again_at_once()
    {
        await using var lab = await IssuerLab.StartAsync();
        await lab.PassAsync(TimeSpan.FromMinutes(1));
        var before = await lab.SignInAsync();
        await lab.Get<IRevocation>().RevokeAsync(Revocation.Subject(IssuerLab.Issuer, IssuerLab.User));
        await lab.PassAsync(TimeSpan.FromSeconds(2));

        (await lab.RefreshAsync(before.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
        var after = await lab.SignInAsync();
        await lab.PassAsync(TimeSpan.FromSeconds(1));

        (await lab.ValidateAsync(before.AccessToken)).IsNone.Should().BeFalse();
        (await lab.ValidateAsync(after.AccessToken)).Should().Be(JwtError.None);
        (await lab.RefreshAsync(after.RefreshToken)).IsIssued.Should().BeTrue();
    }

    private sealed class StubPolicy : IRefreshPolicy
    {
        public RefreshDecision? Decision { get; set; }

        public ValueTask<RefreshDecision> DecideAsync(RefreshContext context, CancellationToken cancellationToken) =>
            new(Decision ?? throw new InvalidOperationException("The directory is down."));
    }
}
