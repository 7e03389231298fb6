using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/rate-limiting.md.</summary>
public sealed class RateLimitingTests
{
    private const int Limit = 60;

    /// <summary>A window may end while the requests are sent.</summary>
    private const int MostOfTwoWindows = 2 * Limit;

    [Fact]
    public async Task Each_subject_has_a_limit_of_its_own()
    {
        await using var host = await RecipeHost.StartAsync(RateLimiting.Run, "rate-limiting");
        using var busy = host.Connect().As("dr.rivera", roles: ["physician"]);
        using var other = host.Connect().As("dr.chen", roles: ["physician"]);

        var granted = await CountUntilLimitedAsync(busy, HttpStatusCode.OK);

        granted.Should().BeInRange(Limit, MostOfTwoWindows);
        (await StatusOfAsync(other)).Should().Be(HttpStatusCode.OK);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Events.Should().HaveCount(granted);
        host.GetAuditRecorder().Events.Should().HaveCount(granted + 1, "a request over the limit reaches no decision");
    }

    [Fact]
    public async Task Requests_without_a_token_share_the_limit_of_their_address()
    {
        await using var host = await RecipeHost.StartAsync(RateLimiting.Run, "rate-limiting");
        using var anonymous = host.Connect();
        using var user = host.Connect().As("dr.rivera", roles: ["physician"]);

        (await CountUntilLimitedAsync(anonymous, HttpStatusCode.Unauthorized)).Should().BeInRange(Limit, MostOfTwoWindows);
        (await StatusOfAsync(user)).Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Sends requests until one is over the limit.</summary>
    /// <returns>The number of requests before it, all of which have the expected status.</returns>
    private static async Task<int> CountUntilLimitedAsync(HttpClient client, HttpStatusCode expected)
    {
        for (var count = 0; ; count++)
        {
            if (await StatusOfAsync(client) is var status && status == HttpStatusCode.TooManyRequests)
            {
                return count;
            }

            status.Should().Be(expected);
            count.Should().BeLessThan(MostOfTwoWindows, "the limit must apply");
        }
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/chart");
        return response.StatusCode;
    }
}
