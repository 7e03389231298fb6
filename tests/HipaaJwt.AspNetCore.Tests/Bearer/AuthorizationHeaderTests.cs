using HipaaJwt.AspNetCore.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

public sealed class AuthorizationHeaderTests : IAsyncLifetime
{
    private ClinicServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClinicServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Bearer ")]
    [InlineData("bearer         ")]
    public async Task Accepts_one_header_with_a_token_after_one_or_more_spaces_for_any_case_of_the_scheme(string scheme)
    {
        var response = await SendAsync($"Authorization: {scheme} {{0}}");

        response.Status.Should().Be(200);
        response.Body.Should().Contain("chart of 7");
        _server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    [Theory]
    [InlineData("Authorization: Bearer")]
    [InlineData("Authorization: bearer")]
    [InlineData("Authorization: Bearer ")]
    [InlineData("Authorization: Bearer    ")]
    [InlineData("Authorization: Bearer\t{0}")]
    [InlineData("Authorization: Bearer \t{0}")]
    [InlineData("Authorization: Bearer\t {0}")]
    [InlineData("Authorization: Bearer  \t {0}")]
    [InlineData("Authorization: Bearer  ,{0}")]
    [InlineData("Authorization: Bearer  \"{0}\"")]
    [InlineData("Authorization: Bearer  {0}  {0}")]
    [InlineData("Authorization: Bearer   Bearer {0}")]
    [InlineData("Authorization: Bearer,{0}")]
    [InlineData("Authorization: Bearer:{0}")]
    [InlineData("Authorization: Bearer={0}")]
    [InlineData("Authorization: Bearer \"{0}\"")]
    [InlineData("Authorization: Bearer {0} {0}")]
    [InlineData("Authorization: Bearer {0},")]
    [InlineData("Authorization: Bearer {0},{0}")]
    [InlineData("Authorization: Bearer {0}, Bearer {0}")]
    [InlineData("Authorization: Bearer Bearer {0}")]
    [InlineData("Authorization: Bearer {0}%20")]
    [InlineData("Authorization: Bearer {0}", "Authorization: Bearer {0}")]
    [InlineData("Authorization: Bearer {0}", "authorization: bearer other")]
    [InlineData("Authorization: Bearer {0}", "Authorization: Basic dTpw")]
    [InlineData("Authorization: Basic dTpw", "Authorization: Bearer {0}")]
    [InlineData("Authorization: Bearer {0}", "Authorization:")]
    [InlineData("Authorization: Bearer {0}", "Authorization: Bearer")]
    public async Task Responds_400_to_any_other_header_of_the_scheme(params string[] headers)
    {
        var response = await SendAsync(headers);

        response.Status.Should().Be(400);
        response.Challenge.Should().Be("Bearer error=\"invalid_request\"");
        var rejection = _server.Events.Should().ContainSingle().Subject;
        rejection.Type.Should().Be(AuditEventType.TokenRejected);
        rejection.ReasonCode.Should().Be(JwtErrorCode.AuthorizationHeaderInvalid);
        new[] { rejection.Issuer, rejection.Subject, rejection.ClientId, rejection.TokenId }.Should().AllBe(null);
        rejection.Permissions.Should().BeEmpty();
        rejection.Resource.Should().Be("GET /patients/{id}/chart");
        rejection.RemoteAddress.Should().Be(System.Net.IPAddress.Loopback);
    }

    [Theory]
    [InlineData]
    [InlineData("Authorization:")]
    [InlineData("Authorization: Basic dTpw")]
    [InlineData("Authorization: BearerX {0}")]
    [InlineData("Authorization: Bearer-X {0}")]
    [InlineData("Authorization: Beare {0}")]
    [InlineData("Authorization: DPoPX {0}")]
    [InlineData("Authorization: {0}")]
    [InlineData("Authorization: Basic dTpw, Bearer {0}")]
    [InlineData("Authorization: Basic dTpw", "Authorization: Digest x")]
    [InlineData("X-Authorization: Bearer {0}")]
    [InlineData("Cookie: access_token={0}")]
    public async Task Finds_no_token_in_other_schemes_and_other_headers(params string[] headers)
    {
        var response = await SendAsync(headers);

        response.Status.Should().Be(401);
        response.Challenge.Should().Be("Bearer");
        var denial = _server.Events.Should().ContainSingle().Subject;
        denial.Type.Should().Be(AuditEventType.AccessDenied);
        denial.ReasonCode.Should().Be(JwtErrorCode.TokenMissing);
    }

    [Fact]
    public async Task Responds_invalid_token_to_a_well_formed_header_without_a_JWT()
    {
        var response = await _server.SendAsync("GET /patients/7/chart", "Authorization: Bearer x");

        response.Status.Should().Be(401);
        response.Challenge.Should().Be("Bearer error=\"invalid_token\"");
        _server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.TokenNotCompact);
    }

    private Task<RawResponse> SendAsync(params string[] headers)
    {
        var token = _server.Issuer.Token();
        var withToken = headers.Select(header => header.Replace("{0}", token, StringComparison.Ordinal));
        return _server.SendAsync("GET /patients/7/chart", [.. withToken]);
    }
}
