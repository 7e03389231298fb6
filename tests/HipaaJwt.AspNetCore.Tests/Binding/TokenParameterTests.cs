using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.AspNetCore.Tests.Binding;

/// <summary>Minimal APIs with a parameter for the token.</summary>
public sealed class TokenParameterTests
{
    [Fact]
    public async Task A_parameter_is_the_token_of_the_request()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/who", (ValidatedJwt jwt) => jwt.Subject).RequirePermission("chart:read"));

        (await server.GetAsync("/who", server.Issuer.Token())).Body.Should().Contain("user-42");
        (await server.GetAsync("/who")).Challenge.Should().Be("Bearer");
    }

    [Fact]
    public async Task A_parameter_is_the_token_also_if_the_application_replaces_the_principal()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseAuthentication();
            app.Use((context, next) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "intruder")], "Other"));
                return next(context);
            });
            app.UseAuthorization();
            app.MapGet("/who", (ValidatedJwt jwt, ClaimsPrincipal user) => $"{jwt.Subject}, not {user.FindFirst("sub")?.Value}")
                .RequirePermission("chart:read");
        });

        (await server.GetAsync("/who", server.Issuer.Token())).Body.Should().Contain("user-42, not intruder");
    }

    [Fact]
    public async Task An_optional_parameter_is_null_without_a_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/who", ([FromServices] ValidatedJwt? jwt) => jwt?.Subject ?? "nobody"));

        (await server.GetAsync("/who")).Body.Should().Contain("nobody");
        (await server.GetAsync("/who", "forged")).Body.Should().Contain("nobody");
        (await server.GetAsync("/who", server.Issuer.Token())).Body.Should().Contain("user-42");
    }

    [Fact]
    public async Task An_optional_parameter_without_the_attribute_stops_the_start()
    {
        await using var server = ClinicServer.Build(map: app => app.MapGet("/who", (ValidatedJwt? jwt) => jwt?.Subject ?? "nobody"));

        await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("The endpoint \"HTTP: GET /who\" has an optional parameter*Write *FromServices* ValidatedJwt?.");
    }

    [Fact]
    public async Task No_value_of_the_client_becomes_the_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapPost("/who", ([FromServices] ValidatedJwt? jwt) => jwt?.Subject ?? "nobody"));

        var response = await server.SendAsync("POST /who?jwt=user-42&jwt.Subject=user-42", "Content-Type: application/json");

        response.Body.Should().Contain("nobody");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_required_parameter_of_an_open_endpoint_stops_the_start(bool allowsAnonymous)
    {
        await using var server = ClinicServer.Build(map: app =>
        {
            var endpoint = app.MapGet("/who", (ValidatedJwt jwt) => jwt.Subject);
            _ = allowsAnonymous ? endpoint.RequirePermission("chart:read").AllowAnonymous() : endpoint;
        });

        await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "The endpoint \"HTTP: GET /who\" has a parameter of the type ValidatedJwt, but accepts requests without a token. "
            + "Call RequirePermission or RequireAuthorization for it, or declare the parameter as [FromServices] ValidatedJwt?.");
    }

    [Fact]
    public async Task A_fallback_policy_lets_an_endpoint_require_a_token()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            app => app.MapGet("/who", (ValidatedJwt jwt) => jwt.Subject));

        (await server.GetAsync("/who", server.Issuer.Token())).Body.Should().Contain("user-42");
        (await server.GetAsync("/who")).Status.Should().Be(401);
    }

    [Fact]
    public async Task The_schemes_of_tokens_authenticate_an_endpoint_that_needs_one_whatever_the_default_is()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app =>
            {
                app.MapGet("/sign-in", () => Results.SignIn(new ClaimsPrincipal(new ClaimsIdentity("Cookies")), null, "Cookies"));
                app.MapGet("/who", (ValidatedJwt jwt) => jwt.Subject).RequireAuthorization();
            },
            authenticate: schemes => schemes.AddCookie("Cookies").AddHipaaJwtBearer()
                .Services.AddAuthentication("Cookies"));
        var cookie = (await server.GetAsync("/sign-in")).Header("Set-Cookie")!.Split(';')[0];

        var withCookie = await server.SendAsync("GET /who", "Cookie: " + cookie);

        withCookie.Status.Should().Be(401);
        withCookie.Challenge.Should().Be("Bearer");
        (await server.GetAsync("/who", server.Issuer.Token())).Body.Should().Contain("user-42");
    }

    [Fact]
    public async Task An_endpoint_of_another_scheme_fails_with_a_message_and_runs_no_code()
    {
        var hasRun = false;
        await using var server = await ClinicServer.StartAsync(
            map: app =>
            {
                app.MapGet("/sign-in", () => Results.SignIn(new ClaimsPrincipal(new ClaimsIdentity("Cookies")), null, "Cookies"));
                app.MapGet("/who", (ValidatedJwt jwt) => hasRun = jwt is not null)
                    .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Cookies").RequireAuthenticatedUser());
            },
            authenticate: schemes => schemes.AddCookie("Cookies").AddHipaaJwtBearer());
        var cookie = (await server.GetAsync("/sign-in")).Header("Set-Cookie")!.Split(';')[0];

        (await server.SendAsync("GET /who", "Cookie: " + cookie)).Status.Should().Be(500);

        hasRun.Should().BeFalse();
        server.Log.Lines.Should().Contain(line => line.Text.Contains(
            "GET /who needs a ValidatedJwt, but the request has no accepted token.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_constructor_of_a_scoped_service_receives_the_token()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddScoped<Desk>(),
            app => app.MapGet("/desk", (Desk desk) => desk.Owner).RequirePermission("chart:read"));

        (await server.GetAsync("/desk", server.Issuer.Token())).Body.Should().Contain("user-42");
    }

    [Fact]
    public async Task A_singleton_that_would_keep_a_token_stops_the_start_in_Development()
    {
        await using var server = await ClinicServer.StartAsync();

        var build = () => ClinicServer.Build(builder =>
        {
            builder.Environment.EnvironmentName = "Development";
            builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
            builder.Services.AddSingleton<Desk>();
        });

        build.Should().Throw<AggregateException>().WithMessage("*Cannot consume scoped service 'HipaaJwt.ValidatedJwt' from singleton*");
    }

    [Fact]
    public async Task A_token_outside_a_request_is_an_error()
    {
        await using var server = await ClinicServer.StartAsync();
        using var scope = server.Services.CreateScope();

        scope.Invoking(outside => outside.ServiceProvider.GetRequiredService<ValidatedJwt>())
            .Should().Throw<InvalidOperationException>().WithMessage("ValidatedJwt was resolved outside a request.*");
    }

    private sealed class Desk(ValidatedJwt token)
    {
        public string Owner => token.Subject;
    }
}
