using System.Net;
using System.Net.Http.Headers;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Tests.DependencyInjection;

/// <summary>Schemes with a named trust, and the options of schemes in configuration.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TestIssuer _partners = new();

    public void Dispose() => _partners.Dispose();

    [Fact]
    public async Task A_scheme_with_a_named_trust_accepts_only_tokens_of_its_issuers()
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Services.Configure<AuthenticationOptions>(options =>
                    options.DefaultScheme = HipaaJwtBearerDefaults.AuthenticationScheme);
                builder.Services.AddHipaaJwt("partners", options => options.Issuers.Add(_partners.Trust()))
                    .AddPermissions(map => map.Role("physician").Grants("referral:read"));
            },
            app => app.MapGet("/referrals", (HttpContext http) => http.GetValidatedJwt()!.Subject)
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partners").RequireAuthenticatedUser())
                .RequirePermission("referral:read"),
            schemes => schemes.AddHipaaJwtBearer().AddHipaaJwtBearer("Partners", options => options.Trust = "partners"));

        (await server.GetAsync("/referrals", _partners.Token())).Status.Should().Be(200);
        (await server.GetAsync("/referrals", server.Issuer.Token())).Status.Should().Be(401);
        (await server.GetChartAsync(_partners.Token())).Status.Should().Be(401);
        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_token_handler_for_JwtBearer_can_use_a_named_trust()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddHipaaJwt("partners", options => options.Issuers.Add(_partners.Trust()))
                .AddPermissions(map => map.Role("physician").Grants("chart:read")),
            authenticate: schemes => schemes.AddJwtBearer().UseHipaaJwtTokenHandler(trust: "partners"));

        (await server.GetChartAsync(_partners.Token())).Status.Should().Be(200);
        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_trust_that_was_not_added_stops_the_start()
    {
        await using var server = ClinicServer.Build(authenticate: schemes =>
            schemes.AddHipaaJwtBearer("Partners", options => options.Trust = "partner"));

        await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "AddHipaaJwtBearer(\"Partners\") names the trust \"partner\", which was not added. "
            + "Call services.AddHipaaJwt(\"partner\", …), or correct the name.");
    }

    [Fact]
    public async Task The_options_of_a_scheme_are_read_from_its_section()
    {
        await using var server = await ClinicServer.StartAsync(builder => builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Authentication:Schemes:HipaaJwt:Realm", "clinic"),
            KeyValuePair.Create<string, string?>("Authentication:Schemes:HipaaJwt:IncludeErrorDetails", "true"),
        ]));

        (await server.GetChartAsync("x")).Challenge
            .Should().Be("Bearer realm=\"clinic\", error=\"invalid_token\", error_description=\"TokenNotCompact\"");
    }

    [Fact]
    public async Task One_section_can_contain_the_options_of_a_scheme_and_of_its_trust()
    {
        var values = Section("Authentication:Schemes:Partners", _partners);
        values["Authentication:Schemes:Partners:Trust"] = "partners";
        values["Authentication:Schemes:Partners:Realm"] = "partners";

        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(values);
                builder.Services.AddHipaaJwt("partners", builder.Configuration.GetSection("Authentication:Schemes:Partners"));
            },
            app => app.MapGet("/referrals", () => "ok")
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partners").RequireAuthenticatedUser()),
            schemes => schemes.AddHipaaJwtBearer().AddHipaaJwtBearer("Partners", null));

        (await server.GetAsync("/referrals", _partners.Token())).Status.Should().Be(200);
        (await server.GetAsync("/referrals")).Challenge.Should().Be("Bearer realm=\"partners\"");
    }

    [Fact]
    public async Task A_scheme_can_be_added_with_its_name_alone()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: schemes => schemes.AddHipaaJwtBearer("Bearer"));

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        server.Services.GetRequiredService<IOptionsMonitor<AuthenticationOptions>>().CurrentValue.Schemes
            .Should().ContainSingle().Which.Name.Should().Be("Bearer");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_section_adds_the_issuers_and_the_scheme(bool isAddedBefore)
    {
        using var issuer = new TestIssuer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(issuer.Time);
        builder.Configuration.AddInMemoryCollection(Section("HipaaJwt", issuer));
        builder.Configuration.AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("HipaaJwt:Permissions:Roles:physician:0", "chart:read")]);
        if (isAddedBefore)
        {
            builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt")).AddPermissions(map => map.Know("chart:write"));
        }

        builder.Services.AddAuthentication().AddHipaaJwtBearer(builder.Configuration.GetSection("HipaaJwt"));
        await using var app = builder.Build();
        app.MapGet("/chart", (ValidatedJwt jwt) => jwt.Subject).RequirePermission("chart:read");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await client.GetAsync(new Uri("/chart", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token());
        (await client.GetStringAsync(new Uri("/chart", UriKind.Relative))).Should().Be("user-42");
        app.Services.GetRequiredService<IOptions<HipaaJwtOptions>>().Value.Issuers.Should().ContainSingle();
    }

    [Fact]
    public void A_section_that_is_null_is_an_error() =>
        new ServiceCollection().AddAuthentication().Invoking(builder => builder.AddHipaaJwtBearer((IConfiguration)null!))
            .Should().Throw<ArgumentNullException>();

    [Theory]
    [InlineData("Relm", "clinic", "Authentication:Schemes:HipaaJwt:Relm is not an option of a bearer scheme. Write Realm, or *")]
    [InlineData("OfferDPoP", "yes", "Authentication:Schemes:HipaaJwt:OfferDPoP is not a Boolean value. Write true or false.")]
    public async Task An_invalid_entry_in_the_section_stops_the_start_and_the_message_names_its_path(
        string name, string value, string message)
    {
        await using var server = ClinicServer.Build(builder => builder.Configuration.AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("Authentication:Schemes:HipaaJwt:" + name, value)]));

        await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    private static Dictionary<string, string?> Section(string path, TestIssuer issuer)
    {
        Dictionary<string, string?> values = new()
        {
            [path + ":Issuers:0:Issuer"] = TestIssuer.Name,
            [path + ":Issuers:0:Audiences"] = TestIssuer.Audience,
            [path + ":Issuers:0:Algorithms"] = "ES256",
        };
        foreach (var member in Jwk.Of(issuer.Key))
        {
            values[$"{path}:Issuers:0:SigningKeys:0:{member.Key}"] = member.Value!.GetValue<string>();
        }

        return values;
    }
}
