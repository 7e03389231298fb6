using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>The record and the patient in audit events, from the metadata of endpoints and from handlers.</summary>
public sealed class PatientAuditTests
{
    [Fact]
    public async Task The_event_contains_the_record_and_the_patient_from_the_metadata_of_the_endpoint()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapPut("/patients/{patient}/charts/{id}", () => "ok")
            .RequirePermission("chart:write")
            .AuditResource("Chart", idRouteValue: "id", patientRouteValue: "patient"));

        await server.SendAsync("PUT /patients/p-7/charts/c-1", "Authorization: Bearer " + server.Issuer.Token());

        var decision = server.Events.Should().ContainSingle().Subject;
        (decision.Type, decision.ResourceType, decision.ResourceId, decision.Patient, decision.Action)
            .Should().Be((AuditEventType.AccessGranted, "Chart", "c-1", "p-7", AuditAction.Update));
        decision.Resource.Should().Be("PUT /patients/{patient}/charts/{id}", "the path itself contains the patient");
    }

    [Theory]
    [InlineData("GET", AuditAction.Read)]
    [InlineData("HEAD", AuditAction.Read)]
    [InlineData("POST", AuditAction.Create)]
    [InlineData("PATCH", AuditAction.Update)]
    [InlineData("DELETE", AuditAction.Delete)]
    [InlineData("PURGE", AuditAction.Execute)]
    public async Task The_HTTP_method_determines_the_action(string method, AuditAction action)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapMethods("/x", [method], () => "ok").RequirePermission("chart:read"));

        await server.SendAsync($"{method} /x", "Authorization: Bearer " + server.Issuer.Token());

        server.Events.Should().ContainSingle().Which.Action.Should().Be(action);
    }

    [Fact]
    public async Task An_endpoint_can_set_the_action()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapPost("/search", () => "ok")
            .RequirePermission("chart:read").AuditAction(AuditAction.Execute).AuditResource("Chart"));

        await server.SendAsync("POST /search", "Authorization: Bearer " + server.Issuer.Token());

        server.Events.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Action = AuditAction.Execute, ResourceType = "Chart", ResourceId = (string?)null, Patient = (string?)null });
    }

    [Fact]
    public async Task Each_patient_in_a_response_writes_one_event_with_the_same_request_ID()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/search", async (HttpContext http) =>
        {
            await http.AuditPatientAsync("p-7", resourceId: "c-1");
            await http.AuditPatientAsync(new PatientAccess("p-8")
            {
                ResourceType = "Observation",
                PurposeOfUse = "TREAT",
                DataCategories = ["laboratory"],
                Action = AuditAction.Execute,
            });
            return "found";
        }).RequirePermission("chart:read").AuditResource("Chart"));

        (await server.GetAsync("/search", server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Should().OnlyContain(recorded => recorded.Type == AuditEventType.AccessGranted && recorded.Subject == "user-42");
        server.Events.Select(recorded => (recorded.Patient, recorded.ResourceType, recorded.ResourceId, recorded.Action)).Should().Equal(
            (null, "Chart", null, AuditAction.Read),
            ("p-7", "Chart", "c-1", AuditAction.Read),
            ("p-8", "Observation", null, AuditAction.Execute));
        server.Events.Select(recorded => recorded.RequestId).Distinct().Should().ContainSingle().Which.Should().NotBeNullOrEmpty();
        server.Events[2].PurposeOfUse.Should().Be("TREAT");
        server.Events[2].DataCategories.Should().Equal("laboratory");
    }

    [Fact]
    public async Task Two_requests_have_different_request_IDs()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.GetChartAsync(server.Issuer.Token());
        await server.GetChartAsync("x");

        server.Events.Select(recorded => recorded.RequestId).Should().OnlyHaveUniqueItems().And.NotContainNulls();
    }

    [Fact]
    public async Task An_access_that_cannot_be_recorded_responds_503_without_patient_data()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/search", async (HttpContext http) =>
        {
            await http.AuditPatientAsync("p-7");
            return "chart of p-7";
        }).RequirePermission("chart:read"));
        server.Sink.FailsFor = recorded => recorded.Patient is not null;

        var response = await server.GetAsync("/search", server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Body.Should().NotContain("p-7");
        server.Log.Lines.Should().NotContain(line => line.Text.Contains("p-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_exception_handler_responds_503_if_an_access_cannot_be_recorded()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddProblemDetails(),
            app =>
            {
                app.UseExceptionHandler();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/search", async (HttpContext http) =>
                {
                    await http.AuditPatientAsync("p-7");
                    return "chart of p-7";
                }).RequirePermission("chart:read");
            });
        server.Sink.FailsFor = recorded => recorded.Patient is not null;

        var response = await server.GetAsync("/search", server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Headers.Should().Contain("Retry-After: 10");
    }

    [Fact]
    public async Task Rejects_an_access_without_a_patient()
    {
        await using var server = await ClinicServer.StartAsync();
        var context = new DefaultHttpContext { RequestServices = server.Services };

        await context.Awaiting(request => request.AuditPatientAsync(" ").AsTask()).Should().ThrowAsync<ArgumentException>();
    }
}
