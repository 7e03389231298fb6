using System.Security.Claims;
using System.Security.Cryptography;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

public sealed class ChallengeTests
{
    [Fact]
    public async Task The_response_does_not_contain_why_a_token_was_rejected()
    {
        await using var server = await ClinicServer.StartAsync();
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        RawResponse[] responses =
        [
            await server.GetChartAsync(server.Issuer.Token(header => header["kid"] = "unknown")),
            await server.GetChartAsync(
                RawToken.Sign(TestIssuer.Header().ToJsonString(), TestIssuer.Claims().ToJsonString(), RawToken.Es256(otherKey))),
            await server.GetChartAsync(Expired(server, TimeSpan.FromHours(1))),
            await server.GetChartAsync(server.Issuer.Token(claims: claims => claims["aud"] = "https://other.example")),
            await server.GetChartAsync(server.Issuer.Token(header => header["alg"] = "none")),
        ];

        responses.Select(response => response.Text).Distinct().Should().ContainSingle();
        responses[0].Status.Should().Be(401);
        responses[0].Challenge.Should().Be("Bearer error=\"invalid_token\"");
        responses[0].Body.Should().BeEmpty();
        server.Events.Select(rejection => rejection.ReasonCode).Should().OnlyHaveUniqueItems().And.HaveCount(responses.Length);
    }

    [Fact]
    public async Task Responds_403_to_a_valid_token_without_the_permission()
    {
        await using var server = await ClinicServer.StartAsync();

        var response = await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")));

        response.Status.Should().Be(403);
        response.Challenge.Should().Be("Bearer error=\"insufficient_scope\"");
        response.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_challenge_contains_the_realm()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.Realm = "the clinic"));

        (await server.GetChartAsync()).Challenge.Should().Be("Bearer realm=\"the clinic\"");
        (await server.GetChartAsync("x")).Challenge.Should().Be("Bearer realm=\"the clinic\", error=\"invalid_token\"");
        (await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")))).Challenge
            .Should().Be("Bearer realm=\"the clinic\", error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task Error_details_contain_only_the_name_of_the_error_code()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.IncludeErrorDetails = true));

        (await server.GetChartAsync()).Challenge.Should().Be("Bearer");
        (await server.GetChartAsync(Expired(server, TimeSpan.FromMinutes(1)))).Challenge
            .Should().Be("Bearer error=\"invalid_token\", error_description=\"TokenExpired\"");
        (await server.GetChartAsync("x y")).Challenge
            .Should().Be("Bearer error=\"invalid_request\", error_description=\"AuthorizationHeaderInvalid\"");
        (await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")))).Challenge
            .Should().Be("Bearer error=\"insufficient_scope\"");
        server.Log.Lines.Should().ContainSingle(line => line.Text.Contains("IncludeErrorDetails", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\r\nSet-Cookie: b")]
    [InlineData("Küche")]
    [InlineData("\u007F")]
    public async Task A_realm_with_characters_that_break_the_header_stops_the_start(string realm)
    {
        await using var server = ClinicServer.Build(authenticate: builder => builder.AddHipaaJwtBearer(options => options.Realm = realm));

        var start = server.StartAsync;

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*HipaaJwtBearerOptions.Realm*printable ASCII*");
    }

    [Theory]
    [InlineData("~ !#[]")]
    [InlineData("")]
    public async Task Accepts_any_other_realm(string realm)
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.Realm = realm));

        (await server.GetChartAsync()).Challenge.Should().Be($"Bearer realm=\"{realm}\"");
    }

    [Fact]
    public async Task A_scheme_can_have_another_name()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/scheme", (ClaimsPrincipal user) => user.Identity!.AuthenticationType).RequirePermission("chart:read"),
            authenticate: builder => builder.AddHipaaJwtBearer("Clinic", null));

        (await server.GetAsync("/scheme", server.Issuer.Token())).Body.Should().Contain("Clinic");
        server.Services.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>().Get("Clinic").IncludeErrorDetails.Should().BeFalse();
    }

    private static string Expired(ClinicServer server, TimeSpan age) =>
        server.Issuer.Token(claims: claims => claims["exp"] = (TestIssuer.Now - age).ToUnixTimeSeconds());
}
