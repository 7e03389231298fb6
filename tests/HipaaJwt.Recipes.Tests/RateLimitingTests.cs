using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/rate-limiting.md.</summary>
public sealed class RateLimitingTests
{
    [Fact]
    public async Task Each_subject_has_a_limit_of_its_own()
    {
        await using var host = await RecipeHost.StartAsync(RateLimiting.Run, "rate-limiting");
        using var busy = host.Connect().As("dr.rivera", roles: ["physician"]);
        using var other = host.Connect().As("dr.chen", roles: ["physician"]);

        (await StatusesAsync(busy, 61)).Should().Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 60), HttpStatusCode.TooManyRequests]);

        (await StatusesAsync(other, 1)).Should().Equal(HttpStatusCode.OK);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Events.Should().HaveCount(60);
        host.GetAuditRecorder().Events.Should().HaveCount(61, "a request over the limit reaches no decision");
    }

    [Fact]
    public async Task Requests_without_a_token_share_the_limit_of_their_address()
    {
        await using var host = await RecipeHost.StartAsync(RateLimiting.Run, "rate-limiting");
        using var anonymous = host.Connect();
        using var user = host.Connect().As("dr.rivera", roles: ["physician"]);

        (await StatusesAsync(anonymous, 61)).Should().Equal(
            [.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 60), HttpStatusCode.TooManyRequests]);

        (await StatusesAsync(user, 1)).Should().Equal(HttpStatusCode.OK);
    }

    private static async Task<List<HttpStatusCode>> StatusesAsync(HttpClient client, int count)
    {
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync("/chart");
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }
}
