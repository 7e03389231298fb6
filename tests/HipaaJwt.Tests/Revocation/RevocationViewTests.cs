using HipaaJwt.Revocations;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Revocations;

public sealed class RevocationViewTests
{
    private static readonly JwtError Revoked = new(JwtErrorCode.TokenRevoked, "jti");
    private static readonly JwtError Ended = new(JwtErrorCode.SessionEnded, "sid");
    private static readonly JwtError Older = new(JwtErrorCode.TokenRevoked, "iat");

    private readonly FakeTimeProvider _time = new(TestIssuer.Now);
    private readonly RevocationView _view = new();

    [Fact]
    public async Task Without_a_read_it_is_unknown_whether_a_token_is_revoked()
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now);

        _view.Check(token, _time.GetUtcNow()).Should().Be(new JwtError(JwtErrorCode.RevocationUnavailable));
    }

    [Theory]
    [InlineData(5_000, JwtErrorCode.None)]
    [InlineData(5_001, JwtErrorCode.RevocationUnavailable)]
    public async Task A_view_serves_for_its_lease(int milliseconds, JwtErrorCode code)
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now);
        Renew();
        _view.Check(token, _time.GetUtcNow()).IsNone.Should().BeTrue();

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        _view.Check(token, _time.GetUtcNow()).Code.Should().Be(code);
    }

    [Fact]
    public async Task A_token_that_was_checked_before_is_checked_again_after_an_addition()
    {
        var tokens = await TokenFactory.CreateAsync();
        var (one, other) = (tokens.Validated(TestIssuer.Now, "one"), tokens.Validated(TestIssuer.Now, "other"));
        Renew();
        Check(one).IsNone.Should().BeTrue();
        Check(other).IsNone.Should().BeTrue();

        Add(RevocationKind.Token, "one");

        Check(one).Should().Be(Revoked);
        Check(other).IsNone.Should().BeTrue();
    }

    [Fact]
    public async Task A_session_ends_for_tokens_issued_later_too()
    {
        var tokens = await TokenFactory.CreateAsync();
        Renew();

        Add(RevocationKind.Session, "session-7");

        Check(tokens.Validated(TestIssuer.Now, session: "session-7")).Should().Be(Ended);
        Check(tokens.Validated(TestIssuer.Now.AddHours(5), session: "session-7")).Should().Be(Ended);
        Check(tokens.Validated(TestIssuer.Now, session: "session-8")).IsNone.Should().BeTrue();
        Check(tokens.Validated(TestIssuer.Now, id: "session-7")).IsNone.Should().BeTrue();
    }

    [Theory]
    [InlineData(-100, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(30, 0, true)]
    [InlineData(31, 0, false)]
    [InlineData(30, 0.5, true)]
    [InlineData(31, 0.5, false)]
    public async Task A_subject_is_revoked_up_to_the_time_of_the_revocation_with_the_clock_skew(int seconds, double fraction,
        bool isRevoked)
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now.AddSeconds(seconds), fraction: fraction);
        Renew();

        Add(RevocationKind.Subject, "user-42");

        Check(token).Should().Be(isRevoked ? Older : JwtError.None);
    }

    [Fact]
    public async Task A_time_of_revocation_is_rounded_up_to_the_second()
    {
        var tokens = await TokenFactory.CreateAsync();
        Renew();

        Add(RevocationKind.Subject, "user-42", TestIssuer.Now.AddTicks(1));

        Check(tokens.Validated(TestIssuer.Now.AddSeconds(31))).Should().Be(Older);
        Check(tokens.Validated(TestIssuer.Now.AddSeconds(32))).IsNone.Should().BeTrue();
    }

    [Fact]
    public async Task A_later_revocation_of_a_subject_replaces_the_earlier_one_and_an_earlier_one_changes_nothing()
    {
        var tokens = await TokenFactory.CreateAsync();
        var token = tokens.Validated(TestIssuer.Now.AddSeconds(100));
        Renew();

        Add(RevocationKind.Subject, "user-42", TestIssuer.Now);
        Check(token).IsNone.Should().BeTrue();
        Add(RevocationKind.Subject, "user-42", TestIssuer.Now.AddSeconds(100));
        Check(token).Should().Be(Older);
        Add(RevocationKind.Subject, "user-42", TestIssuer.Now.AddSeconds(50));
        Check(token).Should().Be(Older);
    }

    [Fact]
    public async Task An_issuer_is_revoked_for_all_its_subjects()
    {
        var tokens = await TokenFactory.CreateAsync();
        Renew();

        Add(RevocationKind.Issuer, string.Empty);

        Check(tokens.Validated(TestIssuer.Now, subject: "a")).Should().Be(Older);
        Check(tokens.Validated(TestIssuer.Now.AddSeconds(31), subject: "a")).IsNone.Should().BeTrue();
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public async Task A_floor_rejects_tokens_of_every_kind_with_the_clock_skew(int seconds, bool isRejected)
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now.AddSeconds(seconds));
        Renew();
        Check(token).IsNone.Should().BeTrue();

        _view.Add([], TestIssuer.Now);

        Check(token).Should().Be(isRejected ? Older : JwtError.None);
    }

    [Fact]
    public async Task The_clock_skew_of_the_issuer_applies()
    {
        var tokens = await TokenFactory.CreateAsync(options: options => options.ClockSkew = TimeSpan.FromSeconds(1.5));
        Renew();

        Add(RevocationKind.Subject, "user-42");

        Check(tokens.Validated(TestIssuer.Now.AddSeconds(2))).Should().Be(Older);
        Check(tokens.Validated(TestIssuer.Now.AddSeconds(3))).IsNone.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_without_identifiers_is_revoked_by_its_subject_alone()
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now, id: null);
        Renew();
        Check(token).IsNone.Should().BeTrue();

        Add(RevocationKind.Subject, "user-42");

        Check(token).Should().Be(Older);
    }

    [Fact]
    public async Task A_token_that_another_view_has_checked_is_checked_again()
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now);
        var other = new RevocationView();
        other.Renew(new RevocationLease((_time.GetUtcNow(), _time.GetTimestamp()), TimeSpan.FromHours(1), _time));
        Renew();
        Add(RevocationKind.Token, "token-1");

        other.Check(token, _time.GetUtcNow()).IsNone.Should().BeTrue();

        Check(token).Should().Be(Revoked);
    }

    [Fact]
    public async Task A_token_that_is_checked_again_allocates_nothing()
    {
        var token = (await TokenFactory.CreateAsync()).Validated(TestIssuer.Now);
        Renew();
        Check(token);

        Allocation.Of(() => _view.Check(token, TestIssuer.Now)).Should().Be(0);
    }

    [Fact]
    public async Task Expired_revocations_are_removed_and_others_stay()
    {
        var tokens = await TokenFactory.CreateAsync();
        Renew();
        Add(RevocationKind.Token, "short", expiresIn: TimeSpan.FromHours(1));
        Add(RevocationKind.Token, "long", expiresIn: TimeSpan.FromHours(2));

        _view.Prune(TestIssuer.Now.AddHours(1).AddSeconds(1));

        Check(tokens.Validated(TestIssuer.Now, "long")).Should().Be(Revoked);
        _view.Count.Should().Be(1);
    }

    private void Renew() =>
        _view.Renew(new RevocationLease((_time.GetUtcNow(), _time.GetTimestamp()), TimeSpan.FromSeconds(5), _time));

    private JwtError Check(ValidatedJwt token) => _view.Check(token, _time.GetUtcNow());

    private void Add(RevocationKind kind, string identifier, DateTimeOffset? at = null, TimeSpan? expiresIn = null) => _view.Add(
        [
            new LoggedRevocation
            {
                Sequence = 1,
                Tag = 1,
                Kind = kind,
                Key = RevocationDigest.Compute(kind, "https://idp.hospital.example"u8, identifier),
                RevokedAt = at ?? TestIssuer.Now,
                ExpiresAt = (at ?? TestIssuer.Now) + (expiresIn ?? TimeSpan.FromHours(25)),
            },
        ],
        floor: null);
}
