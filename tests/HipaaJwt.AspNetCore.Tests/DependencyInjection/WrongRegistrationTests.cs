using System.Net;
using System.Net.Sockets;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.DependencyInjection;

/// <summary>Each mistake in the registration has a message at start that says what to write. The documentation lists them.</summary>
public sealed class WrongRegistrationTests
{
    private static readonly WrongRegistration[] Mistakes =
    [
        new(
            "No `AddHipaaJwtBearer`",
            "`AddHipaaJwt(…)` and `MapGet(…).RequirePermission(\"chart:read\")` alone",
            "GET /chart",
            "AddHipaaJwtBearer()")
        {
            Configure = (builder, issuer) => builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())),
            Map = app => app.MapGet("/chart", () => "chart").RequirePermission("chart:read"),
        },
        new(
            "No `AddHipaaJwtBearer`, with an attribute",
            "`AddHipaaJwt(…)` and `[RequirePermission(\"chart:read\")]` alone",
            "GET /chart",
            "AddHipaaJwtBearer()")
        {
            Configure = (builder, issuer) => builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())),
            Map = app => app.MapGet("/chart", [RequirePermission("chart:read")] () => "chart"),
        },
        new(
            "No scheme at all",
            "`AddHipaaJwt(…)`, `AddAuthorization()` and `MapGet(…).RequireAuthorization()`",
            "GET /chart",
            "AddHipaaJwtBearer()")
        {
            Configure = (builder, issuer) =>
            {
                builder.Services.AddAuthorization();
                builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust()));
            },
            Map = app => app.MapGet("/chart", () => "chart").RequireAuthorization(),
        },
        new("No `AddHipaaJwt`", "`AddAuthentication().AddHipaaJwtBearer()` alone", "needs AddHipaaJwt", "Call services.AddHipaaJwt(")
        {
            Configure = (builder, _) => builder.Services.AddAuthentication().AddHipaaJwtBearer(),
        },
        new("A misspelt trust", "`AddHipaaJwtBearer(\"Partners\", o => o.Trust = \"partner\")`", "\"partner\"", "correct the name")
        {
            Configure = (builder, issuer) =>
            {
                builder.Services.AddHipaaJwt("partners", options => options.Issuers.Add(issuer.Trust()));
                builder.Services.AddAuthentication().AddHipaaJwtBearer("Partners", options => options.Trust = "partner");
            },
        },
        new("A misspelt permission", "`RequirePermission(\"chart:raed\")`", "\"chart:raed\"", "Known permissions: chart:read")
        {
            Map = app => app.MapGet("/chart", () => "chart").RequirePermission("chart:raed"),
        },
        new(
            "A misspelt option of a scheme",
            "`Authentication:Schemes:HipaaJwt:Relm = clinic`",
            "Authentication:Schemes:HipaaJwt:Relm",
            "Write Realm")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:Relm"] = "clinic" },
        },
        new(
            "An option of JwtBearer in a scheme",
            "`Authentication:Schemes:HipaaJwt:ValidAudiences:0 = charts`",
            "ValidAudiences",
            "section that AddHipaaJwt reads")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:ValidAudiences:0"] = "charts" },
        },
        new(
            "The Authority of JwtBearer in a scheme",
            "`Authentication:Schemes:HipaaJwt:Authority = https://idp.hospital.example`",
            "Authentication:Schemes:HipaaJwt:Authority",
            "HipaaJwt:Issuers:0:Authority")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:Authority"] = "https://idp.hospital.example" },
        },
        new("Yes instead of true in a scheme", "`Authentication:Schemes:HipaaJwt:OfferDPoP = yes`", "OfferDPoP", "Write true or false")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:OfferDPoP"] = "yes" },
        },
        new("A realm with quotes", "`AddHipaaJwtBearer(o => o.Realm = \"the \\\"clinic\\\"\")`", "Realm", "printable ASCII")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:Realm"] = "the \"clinic\"" },
        },
        new(
            "A pattern for tokens in the query",
            "`Authentication:Schemes:HipaaJwt:AllowTokenInQueryFor:0 = /hubs/*`",
            "\"/hubs/*\"",
            "complete path")
        {
            Settings = { ["Authentication:Schemes:HipaaJwt:AllowTokenInQueryFor:0"] = "/hubs/*" },
        },
        new("A token handler for a missing scheme", "`AddJwtBearer().UseHipaaJwtTokenHandler(\"Baerer\")`", "Baerer", "Pass the name")
        {
            Configure = (builder, issuer) =>
            {
                builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust()));
                builder.Services.AddAuthentication().AddJwtBearer().UseHipaaJwtTokenHandler("Baerer");
            },
        },
    ];

    public static TheoryData<string> Names => [.. Mistakes.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_start_fails_with_a_message_that_says_what_to_write(string name)
    {
        var mistake = Mistakes.Single(mistake => mistake.Name == name);

        var message = await MessageOfAsync(mistake);

        message.Should().Contain(mistake.Problem).And.Contain(mistake.Remedy);
    }

    [Fact]
    public async Task The_documentation_lists_the_messages_as_they_are()
    {
        List<string> rows = [];
        foreach (var mistake in Mistakes)
        {
            rows.Add(WrongSettingsPage.RowOf(mistake.Name, mistake.Setting, await MessageOfAsync(mistake)));
        }

        WrongSettingsPage.Check("registration", rows);
    }

    [Fact]
    public async Task Without_any_registration_the_first_request_names_the_missing_calls()
    {
        using var log = new LogCapture();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        await using var app = builder.Build();
        app.MapGet("/chart", () => "chart").RequirePermission("chart:read");
        await app.StartAsync();
        using var client = new HttpClient();

        (await client.GetAsync(new Uri(app.Urls.Single() + "/chart"))).StatusCode.Should().Be(HttpStatusCode.InternalServerError);

        log.Lines.Should().Contain(line => line.Text.Contains("AddHipaaJwtBearer()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_with_another_scheme_and_no_permissions_starts()
    {
        using var issuer = new TestIssuer();
        await using var app = Build(
            new WrongRegistration(string.Empty, string.Empty, string.Empty, string.Empty)
            {
                Configure = (builder, trusted) =>
                {
                    builder.Services.AddHipaaJwt(options => options.Issuers.Add(trusted.Trust()));
                    builder.Services.AddAuthorization().AddAuthentication().AddJwtBearer();
                },
                Map = app => app.MapGet("/chart", () => "chart").RequireAuthorization(),
            },
            issuer);

        await app.Invoking(host => host.StartAsync()).Should().NotThrowAsync();
    }

    private static async Task<string> MessageOfAsync(WrongRegistration mistake)
    {
        using var issuer = new TestIssuer();
        await using var app = Build(mistake, issuer);
        try
        {
            await app.StartAsync();
            return string.Empty;
        }
        catch (Exception exception) when (exception is not SocketException)
        {
            return exception.Message;
        }
    }

    private static WebApplication Build(WrongRegistration mistake, TestIssuer issuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(mistake.Settings);
        builder.Services.AddSingleton<TimeProvider>(issuer.Time);
        mistake.Configure(builder, issuer);
        var app = builder.Build();
        mistake.Map(app);
        return app;
    }

    private sealed record WrongRegistration(string Name, string Setting, string Problem, string Remedy)
    {
        public Action<WebApplicationBuilder, TestIssuer> Configure { get; init; } = (builder, issuer) =>
        {
            builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust()))
                .AddPermissions(map => map.Role("physician").Grants("chart:read"));
            builder.Services.AddAuthentication().AddHipaaJwtBearer();
        };

        public Action<WebApplication> Map { get; init; } = _ => { };

        public Dictionary<string, string?> Settings { get; } = [];
    }
}
