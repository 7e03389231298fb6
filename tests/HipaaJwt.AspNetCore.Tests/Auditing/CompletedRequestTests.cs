using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>The event after the response to a granted request.</summary>
public sealed class CompletedRequestTests
{
    [Fact]
    public async Task By_default_no_event_follows_the_response()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.GetChartAsync(server.Issuer.Token());
        await server.DisposeAsync();

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    [Fact]
    public async Task The_event_contains_the_status_the_omitted_categories_and_the_request_of_the_decision()
    {
        await using var server = await StartAsync(app => app.MapGet("/notes", (HttpContext http) =>
        {
            http.AuditOmittedCategories("psychotherapy-notes", "genetics");
            http.AuditOmittedCategories("genetics");
            return Results.StatusCode(206);
        }).RequirePermission("chart:read"));

        await server.GetAsync("/notes", server.Issuer.Token());
        await server.DisposeAsync();

        server.Events.Select(recorded => recorded.Type).Should().Equal(AuditEventType.AccessGranted, AuditEventType.RequestCompleted);
        var (decision, completion) = (server.Events[0], server.Events[1]);
        completion.ResponseStatus.Should().Be(206);
        completion.OmittedCategories.Should().Equal("psychotherapy-notes", "genetics");
        completion.Should().BeEquivalentTo(
            new { decision.RequestId, decision.TokenId, decision.Subject, decision.Resource, Outcome = AuditOutcome.Success });
        completion.Id.Should().NotBe(decision.Id).And.NotBe(Guid.Empty);
        decision.ResponseStatus.Should().BeNull();
    }

    [Fact]
    public async Task Several_granted_decisions_of_a_request_have_one_completion()
    {
        await using var server = await StartAsync(app => app.MapGet("/search", async (HttpContext http) =>
        {
            await http.AuditPatientAsync("p-7");
            await http.AuditPatientAsync("p-8");
        }).RequirePermission("chart:read"));

        await server.GetAsync("/search", server.Issuer.Token());
        await server.DisposeAsync();

        server.Events.Should().HaveCount(4);
        server.Events.Should().ContainSingle(recorded => recorded.Type == AuditEventType.RequestCompleted)
            .Which.ResponseStatus.Should().Be(200);
    }

    [Fact]
    public async Task A_handler_that_throws_completes_with_500()
    {
        await using var server = await StartAsync(
            app => app.MapGet("/broken", string () => throw new InvalidOperationException()).RequirePermission("chart:read"));

        await server.GetAsync("/broken", server.Issuer.Token());
        await server.DisposeAsync();

        server.Events[^1].Should().BeEquivalentTo(new { Type = AuditEventType.RequestCompleted, ResponseStatus = 500 });
    }

    [Fact]
    public async Task Denied_access_and_rejected_tokens_have_no_completion()
    {
        await using var server = await StartAsync(app => app.MapDelete("/chart", () => "gone").RequirePermission("chart:delete"));

        await server.SendAsync("DELETE /chart", "Authorization: Bearer " + server.Issuer.Token());
        await server.GetChartAsync("x");
        await server.DisposeAsync();

        server.Events.Select(recorded => recorded.Type).Should().Equal(AuditEventType.AccessDenied, AuditEventType.TokenRejected);
    }

    [Fact]
    public async Task A_sink_that_fails_after_the_response_changes_neither_it_nor_the_decision()
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = recorded => recorded.Type == AuditEventType.RequestCompleted;

        var response = await server.GetChartAsync(server.Issuer.Token());
        await server.DisposeAsync();

        response.Status.Should().Be(200);
        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_category_without_a_name_is_an_error(string category) =>
        new DefaultHttpContext().Invoking(http => http.AuditOmittedCategories(category)).Should().Throw<ArgumentException>();

    private static Task<ClinicServer> StartAsync(Action<WebApplication>? map = null) => ClinicServer.StartAsync(
        builder => builder.Services.Configure<HipaaJwtOptions>(options => options.Audit.RecordCompletedRequests = true), map);
}
