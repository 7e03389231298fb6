using System.Globalization;
using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>The authentication ticket that applications and the framework receive.</summary>
public sealed class TicketTests
{
    private static readonly DateTimeOffset Expiry = TestIssuer.Now.AddMinutes(10);

    [Fact]
    public async Task A_ticket_expires_with_its_token()
    {
        await using var server = await StartAsync(async context =>
        {
            var properties = (await context.AuthenticateAsync()).Properties!;
            return properties.ExpiresUtc?.ToString("O", CultureInfo.InvariantCulture);
        });

        var response = await server.GetAsync("/ticket", server.Issuer.Token());

        response.Body.Should().Contain(Expiry.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Items_that_an_application_adds_to_a_ticket_do_not_reach_other_requests()
    {
        await using var server = await StartAsync(async context =>
        {
            var properties = (await context.AuthenticateAsync()).Properties!;
            var before = properties.Items.Count;
            properties.StoreTokens([new AuthenticationToken { Name = "mine", Value = "1" }]);
            var (after, cloned) = (properties.Items.Count, properties.Clone().Items.Count);
            return $"{before} {after} {await context.GetTokenAsync("mine")} {cloned} {properties.ExpiresUtc is not null}";
        });
        var token = server.Issuer.Token();

        for (var i = 0; i < 3; i++)
        {
            (await server.GetAsync("/ticket", token)).Body.Should().Contain("1 3 1 3 True");
        }
    }

    [Fact]
    public async Task The_items_of_a_ticket_behave_like_a_dictionary()
    {
        AuthenticationProperties? properties = null;
        await using var server = await StartAsync(async context =>
        {
            properties = (await context.AuthenticateAsync()).Properties;
            return "ok";
        });
        await server.GetAsync("/ticket", server.Issuer.Token());
        var items = properties!.Items;
        var expected = new AuthenticationProperties { ExpiresUtc = Expiry }.Items;

        items.Should().Equal(expected);
        items.Keys.Should().Equal(expected.Keys);
        items.Values.Should().Equal(expected.Values);
        items.IsReadOnly.Should().BeFalse();
        items.Contains(expected.Single()).Should().BeTrue();
        items.ContainsKey("a").Should().BeFalse();
        items.TryGetValue("a", out _).Should().BeFalse();

        items.Add("a", "1");
        items.Add(new KeyValuePair<string, string?>("b", null));
        items["c"] = "3";
        items["c"].Should().Be("3");
        FluentActions.Invoking(() => items.Add("a", "2")).Should().Throw<ArgumentException>();
        var copy = new KeyValuePair<string, string?>[5];
        items.CopyTo(copy, 1);
        copy[4].Should().Be(new KeyValuePair<string, string?>("c", "3"));
        items.Remove("a").Should().BeTrue();
        items.Remove(new KeyValuePair<string, string?>("c", "4")).Should().BeFalse();
        items.Remove(new KeyValuePair<string, string?>("c", "3")).Should().BeTrue();
        items.Count.Should().Be(2);
        items.Clear();
        items.Should().BeEmpty();
    }

    [Fact]
    public async Task Records_a_decision_that_completes_asynchronously()
    {
        await using var server = await StartAsync(
            context => Task.FromResult<string?>("ok"),
            services => services.AddSingleton<IAuthorizationHandler, AsynchronousHandler>());

        (await server.GetAsync("/ticket", server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetAsync("/ticket", server.Issuer.Token(claims: claims => claims["sub"] = "denied-user"))).Status.Should().Be(403);

        server.Events.Select(auditEvent => auditEvent.Type).Should().Equal(AuditEventType.AccessGranted, AuditEventType.AccessDenied);
    }

    private static Task<ClinicServer> StartAsync(Func<HttpContext, Task<string?>> handler, Action<IServiceCollection>? services = null) =>
        ClinicServer.StartAsync(
            builder => services?.Invoke(builder.Services),
            app => app.MapGet("/ticket", handler).RequirePermission("chart:read"));

    /// <summary>Completes asynchronously.</summary>
    private sealed class AsynchronousHandler : IAuthorizationHandler
    {
        public async Task HandleAsync(AuthorizationHandlerContext context)
        {
            await Task.Yield();
            if (context.User.FindFirstValue("sub") == "denied-user")
            {
                context.Fail();
            }
        }
    }
}
