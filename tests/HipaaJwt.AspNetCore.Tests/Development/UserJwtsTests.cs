using System.Net;
using System.Net.Http.Headers;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>Sends tokens of the real <c>dotnet user-jwts</c> to a real server.</summary>
[Trait("Speed", "Slow")]
public sealed class UserJwtsTests : IClassFixture<UserJwtsProject>
{
    private static readonly Action<AuthenticationBuilder> HipaaJwtScheme = schemes => schemes.AddHipaaJwtBearer();

    private readonly UserJwtsProject _project;
    private readonly MemorySink _sink = new();

    public UserJwtsTests(UserJwtsProject project) => _project = project;

    public static TheoryData<string, Action<AuthenticationBuilder>> Schemes => new()
    {
        { "AddHipaaJwtBearer", HipaaJwtScheme },
        { "AddHipaaJwtBearer with the name that user-jwts writes options for", schemes => schemes.AddHipaaJwtBearer("Bearer", _ => { }) },
        { "AddJwtBearer", schemes => schemes.AddJwtBearer().UseHipaaJwtTokenHandler() },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_token_with_a_role_gets_the_chart_in_Development(string name, Action<AuthenticationBuilder> scheme)
    {
        await using var app = await StartAsync("Development", scheme);

        (await GetAsync(app, "/chart", _project.Token)).Should().Be((HttpStatusCode.OK, "chart of dr.rivera"), name);
        (await GetAsync(app, "/write", _project.Token)).Status.Should().Be(HttpStatusCode.OK, "a scope grants chart:write");
        (await GetAsync(app, "/delete", _project.Token)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_audit_event_of_the_access_names_the_issuer_and_the_role()
    {
        await using var app = await StartAsync("Development", HipaaJwtScheme);

        await GetAsync(app, "/chart", _project.Token);

        var granted = _sink.Events.Single(recorded => recorded.Type == AuditEventType.AccessGranted);
        granted.Issuer.Should().Be("dotnet-user-jwts");
        granted.Roles.Should().Equal("physician");
    }

    [Fact]
    public async Task A_changed_token_and_a_token_with_another_key_are_rejected()
    {
        await using var other = new UserJwtsProject();
        await other.InitializeAsync();
        await using var app = await StartAsync("Development", HipaaJwtScheme);
        var parts = _project.Token.Split('.');
        var changed = $"{parts[0]}.{RawToken.Base64("""{"sub":"dr.rivera","role":"physician"}""")}.{parts[2]}";

        (await GetAsync(app, "/chart", changed)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await GetAsync(app, "/chart", other.Token)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_same_token_is_rejected_in_Production_with_the_same_configuration()
    {
        using var issuer = new TestIssuer();
        await using var app = await StartAsync("Production", HipaaJwtScheme, options => options.Issuers.Add(issuer.Trust()));

        (await GetAsync(app, "/chart", _project.Token)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(WebApplication app, string path, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<WebApplication> StartAsync(
        string environment, Action<AuthenticationBuilder> scheme, Action<HipaaJwtOptions>? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = _project.Folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _project.AddTo(builder);
        builder.Services.AddHipaaJwt(options ?? (_ => { }))
            .AddPermissions(map => map
                .Role("physician").Grants("chart:read")
                .Scope("chart.write").Grants("chart:write")
                .Know("chart:delete"))
            .AddAuditSink(_sink, AuditDelivery.Required)
            .AddDevelopmentTokens();
        scheme(builder.Services.AddAuthentication());
        var app = builder.Build();
        app.MapGet("/chart", (HttpContext http) => "chart of " + http.GetValidatedJwt()!.Subject).RequirePermission("chart:read");
        app.MapGet("/write", () => "written").RequirePermission("chart:write");
        app.MapGet("/delete", () => "deleted").RequirePermission("chart:delete");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
