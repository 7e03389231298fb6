using System.Text.Json.Nodes;
using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Issuing;

public sealed class IssueTests
{
    [Theory]
    [InlineData(JwsAlgorithm.ES256)]
    [InlineData(JwsAlgorithm.RS256)]
    [InlineData(JwsAlgorithm.PS256)]
    public async Task The_service_accepts_its_own_tokens_without_a_request_for_keys(JwsAlgorithm algorithm)
    {
        await using var lab = await IssuerLab.StartAsync(options => options.SigningAlgorithm = algorithm);

        var tokens = await lab.SignInAsync();

        (await lab.ValidateAsync(tokens.AccessToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task An_access_token_has_the_claims_of_RFC_9068()
    {
        await using var lab = await IssuerLab.StartAsync();

        var result = await lab.Tokens.IssueAsync(new TokenRequest
        {
            Subject = IssuerLab.User,
            ClientId = IssuerLab.Client,
            Roles = ["physician", "teacher"],
            Scopes = ["chart.read", "chart.write"],
            AuthenticationContext = "urn:clinic:two-factor",
            AuthenticationMethods = ["pwd", "otp"],
            Actor = "assistant.kim",
            Claims = new JsonObject { ["ward"] = "7b" },
        });

        var token = (await lab.Get<IJwtValidator>().ValidateAsync(result.Tokens!.AccessToken)).Token!;
        token.Subject.Should().Be(IssuerLab.User);
        token.ClientId.Should().Be(IssuerLab.Client);
        token.Audiences.Should().Equal(IssuerLab.Audience);
        token.Roles.Should().Equal("physician", "teacher");
        token.AuthenticationContext.Should().Be("urn:clinic:two-factor");
        token.AuthenticationMethods.Should().Equal("pwd", "otp");
        token.AuthenticatedAt.Should().Be(lab.Time.GetUtcNow());
        token.Actor.Should().Be("assistant.kim");
        token.SessionId.Should().Be(result.Tokens.SessionId);
        token.Id.Should().Be(result.Tokens.TokenId);
        token.TryGetString("scope", out var scope).Should().BeTrue();
        scope.Should().Be("chart.read chart.write");
        token.TryGetString("ward", out var ward).Should().BeTrue();
        ward.Should().Be("7b");
        (token.ExpiresAt - token.IssuedAt).Should().Be(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_first_user_of_a_new_store_is_accepted_at_once()
    {
        await using var lab = await IssuerLab.StartAsync();

        var tokens = await lab.SignInAsync();

        (await lab.ValidateAsync(tokens.AccessToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Without_a_session_there_is_no_refresh_token()
    {
        await using var lab = await IssuerLab.StartAsync();

        var result = await lab.Tokens.IssueAsync(
            new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client, StartSession = false });

        result.Tokens!.RefreshToken.Should().BeNull();
        result.Tokens.SessionId.Should().BeNull();
        lab.Sink.Of(AuditEventType.TokenIssued).Should().ContainSingle().Which.Subject.Should().Be(IssuerLab.User);
    }

    [Fact]
    public async Task A_claim_of_a_patient_is_rejected_if_the_policy_says_so()
    {
        await using var lab = await IssuerLab.StartAsync(trust: options => options.PhiClaims.Action = PhiClaimAction.Refuse);

        var result = await lab.Tokens.IssueAsync(new TokenRequest
        {
            Subject = IssuerLab.User,
            ClientId = IssuerLab.Client,
            Claims = new JsonObject { ["birthdate"] = "1970-01-01" },
        });

        result.Error.Should().Be(new JwtError(JwtErrorCode.PhiClaimNotAllowed, "birthdate"));
        (await lab.Sessions.ListAsync(IssuerLab.User)).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_issued_that_could_not_be_recorded()
    {
        await using var lab = await IssuerLab.StartAsync();
        lab.Sink.Fails = true;

        var result = await lab.Tokens.IssueAsync(new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client });

        result.IsIssued.Should().BeFalse();
        result.Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("exp")]
    [InlineData("cnf")]
    [InlineData("sid")]
    public async Task A_claim_of_the_issuer_cannot_be_set_by_the_application(string claim)
    {
        await using var lab = await IssuerLab.StartAsync();

        await FluentActions.Awaiting(() => lab.Tokens.IssueAsync(new TokenRequest
        {
            Subject = IssuerLab.User,
            ClientId = IssuerLab.Client,
            Claims = new JsonObject { [claim] = "x" },
        }).AsTask()).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task What_is_printed_contains_no_token()
    {
        await using var lab = await IssuerLab.StartAsync();

        var result = await lab.Tokens.IssueAsync(new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client });

        $"{result} {result.Tokens}".Should().NotContain(result.Tokens!.AccessToken).And.NotContain(result.Tokens.RefreshToken);
    }
}
