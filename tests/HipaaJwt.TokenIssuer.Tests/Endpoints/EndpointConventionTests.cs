using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>What applications add to the endpoints.</summary>
public sealed class EndpointConventionTests
{
    [Fact]
    public async Task The_rate_limiter_of_the_application_limits_the_endpoints()
    {
        await using var lab = await EndpointLab.StartAsync(
            configure: builder => builder.Services.AddRateLimiter(options =>
            {
                options.RejectionStatusCode = 429;
                options.AddFixedWindowLimiter("tokens", window => (window.PermitLimit, window.Window) = (2, TimeSpan.FromHours(1)));
            }),
            map: (app, endpoints) =>
            {
                app.UseRateLimiter();
                endpoints.RequireRateLimiting("tokens");
            });

        var statuses = new List<int>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            statuses.Add((await lab.RefreshAsync("x")).Status);
        }

        statuses.Should().Equal(400, 400, 429);
        (await lab.GetAsync("/chart")).Status.Should().Be(401, "other endpoints are not limited");
    }

    [Fact]
    public async Task A_fallback_policy_does_not_lock_clients_out()
    {
        await using var lab = await EndpointLab.StartAsync(configure: builder => builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        (await lab.RefreshAsync((await lab.SignInAsync()).RefreshToken)).Status.Should().Be(200);
        (await lab.GetAsync("/jwks")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Each_endpoint_has_a_name_and_a_summary_for_documents()
    {
        await using var lab = await EndpointLab.StartAsync();

        var names = lab.Get<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>() is not null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .OfType<string>();

        names.Should().Contain(
            ["HipaaJwtToken", "HipaaJwtRevoke", "HipaaJwtIntrospect", "HipaaJwtLogout", "HipaaJwtKeys", "HipaaJwtMetadata"]);
    }

    [Fact]
    public async Task Mapping_without_an_issuer_tells_what_to_add()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHipaaJwt(_ => { });
        await using var app = builder.Build();

        var map = () => app.MapHipaaJwtTokenEndpoints();

        map.Should().Throw<InvalidOperationException>().WithMessage("*Call AddTokenIssuer after AddHipaaJwt.");
    }
}
