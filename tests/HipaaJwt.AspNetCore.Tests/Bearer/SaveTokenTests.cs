using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>Tokens that applications read with GetTokenAsync.</summary>
public sealed class SaveTokenTests
{
    [Fact]
    public async Task GetTokenAsync_returns_the_token_if_the_scheme_saves_it()
    {
        await using var server = await StartAsync(scheme => scheme.AddHipaaJwtBearer(options => options.SaveToken = true));
        var (first, second) = (server.Issuer.Token(), server.Issuer.Token(claims: claims => claims["jti"] = "token-2"));

        (await server.GetAsync("/token", first)).Body.Should().Contain($"[{first}] [{first}]");
        (await server.GetAsync("/token", second)).Body.Should().Contain($"[{second}] [{second}]");
        (await server.GetAsync("/token", first)).Body.Should().Contain($"[{first}] [{first}]");
    }

    [Fact]
    public async Task A_saved_token_leaves_the_expiry_of_the_ticket()
    {
        await using var server = await StartAsync(scheme => scheme.AddHipaaJwtBearer(options => options.SaveToken = true));

        (await server.GetAsync("/expiry", server.Issuer.Token())).Body.Should().Contain("2026-01-15");
    }

    [Fact]
    public async Task Configuration_can_make_the_scheme_save_tokens()
    {
        await using var server = await StartAsync(
            scheme => scheme.AddHipaaJwtBearer(), ("Authentication:Schemes:HipaaJwt:SaveToken", "true"));
        var token = server.Issuer.Token();

        (await server.GetAsync("/token", token)).Body.Should().Contain($"[{token}]");
    }

    [Fact]
    public async Task JwtBearer_saves_the_token_if_its_options_say_so()
    {
        await using var fromCode = await StartAsync(
            scheme => scheme.AddJwtBearer(options => options.SaveToken = true).UseHipaaJwtTokenHandler());
        await using var fromConfiguration = await StartAsync(
            scheme => scheme.AddJwtBearer().UseHipaaJwtTokenHandler(), ("Authentication:Schemes:Bearer:SaveToken", "true"));

        foreach (var server in new[] { fromCode, fromConfiguration })
        {
            var token = server.Issuer.Token();
            (await server.GetAsync("/token", token)).Body.Should().Contain($"[{token}] [{token}]");
        }
    }

    [Fact]
    public async Task Tokens_are_not_saved_by_default()
    {
        await using var scheme = await StartAsync(builder => builder.AddHipaaJwtBearer());
        await using var dropIn = await StartAsync(builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler());

        (await scheme.GetAsync("/token", scheme.Issuer.Token())).Body.Should().Contain("[] []");
        (await dropIn.GetAsync("/token", dropIn.Issuer.Token())).Body.Should().Contain("[] []");
    }

    [Fact]
    public async Task Another_JwtBearer_scheme_keeps_its_default()
    {
        await using var server = await StartAsync(builder => builder
            .AddJwtBearer("Other", _ => { }).AddJwtBearer("Replaced", _ => { }).UseHipaaJwtTokenHandler("Replaced"));
        var options = server.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>();

        options.Get("Other").SaveToken.Should().BeTrue();
        options.Get("Replaced").SaveToken.Should().BeFalse();
    }

    private static Task<ClinicServer> StartAsync(
        Action<AuthenticationBuilder> authenticate, params (string Key, string? Value)[] configuration) =>
        ClinicServer.StartAsync(
            builder => builder.Configuration.AddInMemoryCollection(
                configuration.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))),
            app =>
            {
                app.MapGet("/token", async (HttpContext http) =>
                {
                    var result = await http.AuthenticateAsync();
                    return $"[{await http.GetTokenAsync("access_token")}] [{result.Properties!.GetTokenValue("access_token")}]";
                }).RequirePermission("chart:read");
                app.MapGet("/expiry", async (HttpContext http) => $"{(await http.AuthenticateAsync()).Properties!.ExpiresUtc:O}")
                    .RequirePermission("chart:read");
            },
            authenticate);
}
