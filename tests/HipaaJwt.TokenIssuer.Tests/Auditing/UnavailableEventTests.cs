using HipaaJwt.TokenIssuer.Tests.Outages;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Auditing;

/// <summary>An answer that something is unavailable is a decision too: it writes one event with its code.</summary>
public sealed class UnavailableEventTests : IAsyncLifetime
{
    private const string RequestId = "request-7";

    private IssuerLab _lab = null!;

    private Fault Store => _lab.Get<FaultySessionStore>().Fault;

    public async ValueTask InitializeAsync() =>
        _lab = await IssuerLab.StartAsync(build: jwt => jwt.AddSessionStore<FaultySessionStore>());

    public async ValueTask DisposeAsync()
    {
        Store.Repair();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_in_that_the_store_does_not_take_writes_one_event_with_the_user()
    {
        Store.Begin(FaultySessionStore.Create, FaultKind.Throws);

        var result = await _lab.Tokens.IssueAsync(new TokenRequest
        {
            Subject = IssuerLab.User,
            ClientId = IssuerLab.Client,
            Roles = ["physician"],
            RequestId = RequestId,
        });

        result.Error.Code.Should().Be(JwtErrorCode.SessionStoreUnavailable);
        var rejected = Rejection(AuditAction.Create);
        (rejected.Subject, rejected.ClientId, rejected.RequestId).Should().Be((IssuerLab.User, IssuerLab.Client, RequestId));
        rejected.Roles.Should().Equal("physician");
        _lab.Sink.Of(AuditEventType.SessionStarted).Should().BeEmpty();
    }

    [Theory]
    [InlineData(FaultySessionStore.Find, false)]
    [InlineData(FaultySessionStore.Advance, true)]
    public async Task A_refresh_writes_one_event_with_the_session_as_far_as_it_is_known(string step, bool isKnown)
    {
        var tokens = await _lab.SignInAsync();
        Store.Begin(step, FaultKind.Throws);

        var result = await _lab.Tokens.RefreshAsync(RequestOf(tokens));

        result.Error.Code.Should().Be(JwtErrorCode.SessionStoreUnavailable);
        var rejected = Rejection(AuditAction.Update);
        rejected.RequestId.Should().Be(RequestId);
        (rejected.SessionId, rejected.Subject).Should().Be(isKnown ? (tokens.SessionId, IssuerLab.User) : (null, null));
    }

    [Theory]
    [InlineData(FaultySessionStore.Find, false)]
    [InlineData(FaultySessionStore.End, true)]
    public async Task A_revocation_writes_one_event_with_the_session_as_far_as_it_is_known(string step, bool isKnown)
    {
        var tokens = await _lab.SignInAsync();
        Store.Begin(step, FaultKind.Throws);

        var error = await _lab.Tokens.RevokeAsync(RequestOf(tokens));

        error.Code.Should().Be(JwtErrorCode.SessionStoreUnavailable);
        (Rejection(AuditAction.Delete).SessionId is not null).Should().Be(isKnown);
        _lab.Sink.Of(AuditEventType.SessionEnded).Should().BeEmpty("the session goes on");
    }

    [Fact]
    public async Task An_end_by_an_administrator_writes_one_event_and_throws()
    {
        var tokens = await _lab.SignInAsync();
        Store.Begin(FaultySessionStore.End, FaultKind.Throws);

        var request = new SessionEndRequest { RequestId = RequestId };
        await FluentActions.Awaiting(() => _lab.Sessions.EndAsync(tokens.SessionId!, request).AsTask())
            .Should().ThrowAsync<SessionStoreUnavailableException>();

        var rejected = Rejection(AuditAction.Delete);
        (rejected.SessionId, rejected.RequestId).Should().Be((tokens.SessionId, RequestId));
    }

    [Theory]
    [InlineData(FaultySessionStore.Create)]
    [InlineData(FaultySessionStore.Find)]
    [InlineData(FaultySessionStore.End)]
    public async Task If_a_required_sink_fails_too_the_answer_stays_unavailable(string step)
    {
        var tokens = await _lab.SignInAsync();
        Store.Begin(step, FaultKind.Throws);
        _lab.Sink.Fails = true;

        var error = step switch
        {
            FaultySessionStore.Create => (await _lab.Tokens.IssueAsync(
                new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client })).Error,
            FaultySessionStore.Find => (await _lab.Tokens.RefreshAsync(RequestOf(tokens))).Error,
            _ => await _lab.Tokens.RevokeAsync(RequestOf(tokens)),
        };

        error.IsUnavailable.Should().BeTrue();
        _lab.Sink.Of(AuditEventType.TokenRejected).Should().BeEmpty();
    }

    [Fact]
    public async Task A_signer_that_fails_writes_one_event_for_a_sign_in()
    {
        await using var lab = await IssuerLab.StartAsync(build: jwt => jwt.AddSigner<FaultySigner>());
        lab.Get<FaultySigner>().Fault.Begin(FaultySigner.Sign, FaultKind.Throws);

        var result = await lab.Tokens.IssueAsync(new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client });

        result.Error.Code.Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Sink.Of(AuditEventType.TokenRejected).Should().ContainSingle()
            .Which.ReasonCode.Should().Be(JwtErrorCode.KeysUnavailable);
    }

    private static RefreshRequest RequestOf(IssuedTokens tokens) =>
        new() { RefreshToken = tokens.RefreshToken!, ClientId = IssuerLab.Client, RequestId = RequestId };

    private AuditEvent Rejection(AuditAction action)
    {
        var rejected = _lab.Sink.Of(AuditEventType.TokenRejected).Should().ContainSingle().Subject;
        (rejected.Outcome, rejected.ReasonCode, rejected.Action)
            .Should().Be((AuditOutcome.Failure, JwtErrorCode.SessionStoreUnavailable, action));
        return rejected;
    }
}
