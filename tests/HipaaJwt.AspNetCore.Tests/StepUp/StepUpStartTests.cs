using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.StepUp;

public sealed class StepUpStartTests
{
    [Fact]
    public async Task Acr_values_without_a_common_value_stop_the_start()
    {
        await using var server = ClinicServer.Build(map: app =>
            app.MapGroup("/group").RequireStepUp(acrValues: ["phr"]).MapGet("/never", () => "never").RequireStepUp(acrValues: ["phrh"]));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("The endpoint \"HTTP: GET /group/never\" requires several authentication contexts*common value*AcrValues*");
    }

    [Fact]
    public async Task An_attribute_without_criteria_stops_the_start()
    {
        await using var server = ClinicServer.Build(map: app => app.MapGet("/never", [RequireStepUp] () => "never"));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("The endpoint \"HTTP: GET /never\" requires a step-up without criteria. Set AcrValues, *");
    }

    [Theory]
    [InlineData("HipaaJwt.StepUp:max_age=0")]
    [InlineData("HipaaJwt.StepUp:max_age=x")]
    [InlineData("HipaaJwt.StepUp:acr=")]
    [InlineData("HipaaJwt.StepUp:acr=a  amr=b")]
    [InlineData("HipaaJwt.StepUp:level=3")]
    public async Task A_policy_name_without_valid_criteria_stops_the_start(string policy)
    {
        await using var server = ClinicServer.Build(map: app => app.MapGet("/never", () => "never").RequireAuthorization(policy));

        await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public void RequireStepUp_throws_without_criteria()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        var endpoint = app.MapGet("/never", () => "never");

        endpoint.Invoking(mapped => mapped.RequireStepUp())
            .Should().Throw<ArgumentException>().WithMessage("RequireStepUp requires nothing. *");
        endpoint.Invoking(mapped => mapped.RequireStepUp(acrValues: [], authenticationMethods: [])).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\r\nSet-Cookie: b")]
    [InlineData("hoch·sicher")]
    [InlineData(null)]
    public void Throws_for_a_value_that_breaks_the_header(string? value)
    {
        FluentActions.Invoking(() => new RequireStepUpAttribute { AcrValues = [value!] })
            .Should().Throw<ArgumentException>().WithMessage("*printable ASCII*");
        FluentActions.Invoking(() => new RequireStepUpAttribute { AuthenticationMethods = ["mfa", value!] })
            .Should().Throw<ArgumentException>().WithMessage("*printable ASCII*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Throws_for_a_maximum_age_below_one_second_or_with_a_fraction(int seconds)
    {
        FluentActions.Invoking(() => new RequireStepUpAttribute { MaxAgeSeconds = seconds }).Should().Throw<ArgumentOutOfRangeException>();
        var group = WebApplication.CreateSlimBuilder().Build().MapGroup("/x");
        group.Invoking(mapped => mapped.RequireStepUp(maxAge: TimeSpan.FromSeconds(seconds)))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("maxAge is *");
        group.Invoking(mapped => mapped.RequireStepUp(maxAge: TimeSpan.FromSeconds(1.5))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void An_attribute_returns_its_criteria_and_its_policy_name()
    {
        var attribute = new RequireStepUpAttribute
        {
            AcrValues = ["urn:example:loa:3"],
            MaxAgeSeconds = 300,
            AuthenticationMethods = ["mfa"],
        };

        attribute.Policy.Should().Be("HipaaJwt.StepUp:acr=urn:example:loa:3 max_age=300 amr=mfa");
        attribute.MaxAgeSeconds.Should().Be(300);
        attribute.AcrValues.Should().Equal("urn:example:loa:3");
        attribute.AuthenticationMethods.Should().Equal("mfa");
        new RequireStepUpAttribute().MaxAgeSeconds.Should().Be(0);
    }

    [Fact]
    public async Task A_hub_method_can_require_a_step_up()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(),
            app => app.MapHub<ChartHub>("/hubs/chart"));
        await using var connection = await HubClient.ConnectAsync(server, HubClient.CurrentToken(server));
        var before = server.Events.Count;

        (await connection.InvokeAsync<string>("Sign", "7")).Should().Be("signed 7");
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(331));
        await connection.Awaiting(hub => hub.InvokeAsync<string>("Sign", "7")).Should().ThrowAsync<HubException>();
        await connection.Awaiting(hub => hub.InvokeAsync<string>("WithoutCriteria")).Should().ThrowAsync<HubException>();

        server.Events.Skip(before).Select(decision => decision.ReasonCode)
            .Should().Equal(JwtErrorCode.None, JwtErrorCode.AuthenticationInsufficient, JwtErrorCode.RequirementNotMet);
    }
}
