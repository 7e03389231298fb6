using HipaaJwt.AspNetCore.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

public sealed class QueryTests : IAsyncLifetime
{
    private ClinicServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClinicServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("?access_token={0}")]
    [InlineData("?a=b&access_token={0}")]
    [InlineData("?Access_Token={0}")]
    [InlineData("?%61ccess_token={0}")]
    [InlineData("?access_token=")]
    [InlineData("?access_token")]
    public async Task Responds_400_to_a_token_in_the_query_even_with_a_valid_header(string query)
    {
        var token = _server.Issuer.Token();
        var path = "/patients/7/chart" + query.Replace("{0}", token, StringComparison.Ordinal);

        var alone = await _server.GetAsync(path);
        var besideHeader = await _server.GetAsync(path, token);

        foreach (var response in new[] { alone, besideHeader })
        {
            response.Status.Should().Be(400);
            response.Challenge.Should().Be("Bearer error=\"invalid_request\"");
        }

        _server.Events.Should().HaveCount(2).And.OnlyContain(rejection =>
            rejection.Type == AuditEventType.TokenRejected
            && rejection.ReasonCode == JwtErrorCode.TokenInQuery
            && rejection.Subject == null
            && rejection.TokenId == null);
    }

    [Theory]
    [InlineData("?token=1")]
    [InlineData("?access_tokens=1")]
    [InlineData("?page=access_token")]
    [InlineData("?")]
    public async Task Ignores_other_query_parameters(string query)
    {
        var response = await _server.GetAsync("/patients/7/chart" + query, _server.Issuer.Token());

        response.Status.Should().Be(200);
    }
}
