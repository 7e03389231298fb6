using System.Net;
using HipaaJwt.Testing.Tests.Support;

namespace HipaaJwt.Testing.Tests.SenderConstraints;

public sealed class DPoPTests : IAsyncDisposable
{
    private readonly TestApp _app = TestApp.WithTrust(
        options => options.Issuers.Add(TestApp.TrustOf(issuer => issuer.RequireSenderConstraint = true)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_user_of_a_client_proves_the_key_at_each_request()
    {
        await using var factory = _app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");
        (await client.GetStringAsync("/chart?page=2")).Should().Be("dr.rivera");
    }

    [Fact]
    public async Task A_bound_token_with_its_proof_is_accepted_once_with_one_proof()
    {
        await using var factory = _app.WithHipaaJwtTesting(options => options.UseFakeClock());
        using var key = new TestDPoPKey(factory.GetFakeClock());
        using var client = factory.CreateClient();
        var token = factory.GetTestIssuer().CreateDPoPBoundToken(key, "dr.rivera", roles: ["physician"]);
        var chart = new Uri(client.BaseAddress!, "/chart");
        using var request = key.AddTo(new HttpRequestMessage(HttpMethod.Get, chart), token);
        using var again = new HttpRequestMessage(HttpMethod.Get, chart);
        again.Headers.Authorization = request.Headers.Authorization;
        again.Headers.Add("DPoP", request.Headers.GetValues("DPoP"));

        (await client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.ProofReplayed);
    }

    [Fact]
    public async Task A_bound_token_needs_a_proof_of_its_key()
    {
        await using var factory = _app.WithHipaaJwtTesting();
        using var key = new TestDPoPKey();
        using var thief = new TestDPoPKey();
        using var client = factory.CreateClient();
        var token = factory.GetTestIssuer().CreateDPoPBoundToken(key, "dr.rivera", roles: ["physician"]);
        using var stolen = thief.AddTo(new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, "/chart")), token);

        (await client.SendAsync(stolen)).Headers.GetValues("HipaaJwt-Testing-Reason").Should().ContainSingle().Which
            .Should().StartWith("703 ProofKeyMismatch");
        (await client.With(token).GetAsync("/chart")).Headers.GetValues("HipaaJwt-Testing-Reason").Should().ContainSingle().Which
            .Should().StartWith("701 ProofMissing");
    }

    [Fact]
    public async Task A_nonce_of_the_server_goes_into_the_second_proof()
    {
        await using var app = TestApp.WithTrust(options =>
        {
            options.DPoP.RequireNonce = true;
            options.Issuers.Add(TestApp.TrustOf(issuer => issuer.RequireSenderConstraint = true));
        });
        await using var factory = app.WithHipaaJwtTesting();
        using var key = new TestDPoPKey();
        using var client = factory.CreateClient();
        var token = factory.GetTestIssuer().CreateDPoPBoundToken(key, "dr.rivera", roles: ["physician"]);
        var chart = new Uri(client.BaseAddress!, "/chart");
        using var first = key.AddTo(new HttpRequestMessage(HttpMethod.Get, chart), token);
        var challenge = await client.SendAsync(first);
        using var second = key.AddTo(
            new HttpRequestMessage(HttpMethod.Get, chart), token, challenge.Headers.GetValues("DPoP-Nonce").Single());

        (await client.SendAsync(second)).StatusCode.Should().Be(HttpStatusCode.OK);

        var act = () => client.As("dr.rivera").GetAsync("/chart");
        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("client.As(…) cannot answer the nonces *TestDPoPKey.AddTo*");
    }

    [Fact]
    public void A_proof_needs_an_absolute_address()
    {
        using var key = new TestDPoPKey();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/chart", UriKind.Relative));

        var add = () => key.AddTo(request, "token");
        var create = () => key.CreateProof("GET", new Uri("/chart", UriKind.Relative), "token");

        add.Should().Throw<ArgumentException>().WithMessage("*new Uri(client.BaseAddress!, \"/chart\")*");
        create.Should().Throw<ArgumentException>();
    }
}
