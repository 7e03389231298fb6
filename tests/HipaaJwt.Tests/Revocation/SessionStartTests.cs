using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations;

/// <summary>Sessions that start after a revocation of their subject or issuer, and after the floor of an epoch.</summary>
public sealed class SessionStartTests : IAsyncLifetime
{
    private const string Session = "session-1";

    private RevocationLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = new RevocationLab(await TokenFactory.CreateAsync());
        (await _lab.ReadAsync()).Should().BeTrue();
        _lab.Time.Advance(TimeSpan.FromHours(1));
        (await _lab.ReadAsync()).Should().BeTrue();
    }

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(RevocationKind.Subject, "user-42")]
    [InlineData(RevocationKind.Issuer, "")]
    public async Task A_session_that_starts_2_seconds_after_a_revocation_is_exempt(RevocationKind kind, string identifier)
    {
        await _lab.RevokeAsync(kind, identifier);
        _lab.Time.Advance(TimeSpan.FromSeconds(2));
        var (before, other) = (_lab.Token("before"), _lab.Token("other", "session-2"));

        await _lab.RevokeAsync(RevocationKind.SessionStart, Session);

        _lab.Check(_lab.Token("after", Session)).Should().Be(JwtErrorCode.None);
        _lab.Check(before).Should().Be(JwtErrorCode.TokenRevoked);
        _lab.Check(other).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_start_in_the_same_second_does_not_exempt_because_the_order_is_unknown()
    {
        await _lab.RevokeAsync(RevocationKind.Subject, "user-42");

        await _lab.RevokeAsync(RevocationKind.SessionStart, Session);

        _lab.Check(_lab.Token("after", Session)).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_later_revocation_ends_a_session_that_was_exempt()
    {
        await _lab.RevokeAsync(RevocationKind.SessionStart, Session);
        _lab.Time.Advance(TimeSpan.FromSeconds(2));

        await _lab.RevokeAsync(RevocationKind.Subject, "user-42");

        _lab.Check(_lab.Token("after", Session)).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task A_revoked_session_stays_revoked_after_a_start()
    {
        await _lab.RevokeAsync(RevocationKind.Session, Session);
        _lab.Time.Advance(TimeSpan.FromSeconds(2));

        await _lab.RevokeAsync(RevocationKind.SessionStart, Session);

        _lab.Check(_lab.Token("after", Session)).Should().Be(JwtErrorCode.SessionEnded);
    }

    [Fact]
    public async Task A_start_is_not_appended_again_after_a_loss()
    {
        await _lab.RevokeAsync(RevocationKind.SessionStart, Session);
        _lab.Own.SetLost();

        _lab.Own.TakeLost().Should().BeNull();
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_all_tokens_that_it_signed_or_will_sign()
    {
        var token = _lab.Token();
        _lab.View.HasKeys.Should().BeFalse();

        await _lab.RevokeAsync(RevocationKind.Key, Support.TestIssuer.KeyId);

        _lab.View.Check(token, _lab.Time.GetUtcNow()).Should().Be(new JwtError(JwtErrorCode.TokenRevoked, "kid"));
        _lab.Time.Advance(TimeSpan.FromHours(1));
        (await _lab.ReadAsync()).Should().BeTrue();
        _lab.Check(_lab.Token("later")).Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task Another_key_is_not_concerned()
    {
        await _lab.RevokeAsync(RevocationKind.Key, "other-key");

        _lab.Check(_lab.Token()).Should().Be(JwtErrorCode.None);
    }
}
