using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using HipaaJwt.TokenIssuer.Tests.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Cookies;

/// <summary>
/// Chromium keeps the refresh token in a cookie, over HTTPS. One browser opens the page of the client, then that of another host of the
/// same site, then that of another site, and then the page of the client again. All hosts are this service.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class BrowserTests : IAsyncLifetime
{
    private const string SameSite = "https://other.clinic.example";
    private const string OtherSite = "https://attacker.example";

    private const string Client = """
        <!doctype html><script>
        (async () => {
          const refresh = async () => {
            const response = await fetch("/token", {
              method: "POST", body: new URLSearchParams({ grant_type: "refresh_token", client_id: "browser-app" }) });
            const tokens = await response.json();
            const chart = await fetch("/chart", { headers: { Authorization: "Bearer " + tokens.access_token } });
            return [response.status, "refresh_token" in tokens, chart.status].join(" ");
          };
          const lines = [];
          try {
            if (!location.search) lines.push("signed in " + (await fetch("/sign-in", { method: "POST" })).status);
            lines.push("cookies of the script " + JSON.stringify(document.cookie));
            lines.push("refreshed " + await refresh());
            lines.push("refreshed " + await refresh());
          } catch (error) { lines.push("failed " + error); }
          await fetch("/result", { method: "POST", body: lines.join(", ") });
          if (!location.search) location = "https://other.clinic.example/attack?next=https://attacker.example/attack";
        })();
        </script>
        """;

    private const string Attack = """
        <!doctype html><iframe name="frame"></iframe>
        <form method="post" action="https://app.clinic.example/token" target="frame">
        <input name="grant_type" value="refresh_token"><input name="client_id" value="browser-app"></form><script>
        (async () => {
          const body = new URLSearchParams({ grant_type: "refresh_token", client_id: "browser-app" });
          await fetch("https://app.clinic.example/token", { method: "POST", mode: "no-cors", credentials: "include", body });
          const frame = document.querySelector("iframe");
          const loaded = new Promise(resolve => frame.onload = resolve);
          document.forms[0].submit();
          await loaded;
          location = new URLSearchParams(location.search).get("next") ?? "https://app.clinic.example/page?again";
        })();
        </script>
        """;

    private readonly X509Certificate2 _certificate = SelfSigned.Server();
    private readonly ConcurrentQueue<string> _refreshes = [];
    private readonly ConcurrentQueue<string> _results = [];
    private readonly TaskCompletionSource _isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync(
        configure: builder => builder.WebHost.UseUrls().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback,
            0,
            listen => listen.UseHttps(X509CertificateLoader.LoadPkcs12(_certificate.Export(X509ContentType.Pkcs12), null)))),
        map: (app, _) => Map(app));

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public async Task The_client_refreshes_with_a_cookie_that_no_script_reads_and_no_other_origin_can_use()
    {
        Browser.RequireChromium();
        using (Browser.Open(
            new Uri($"{EndpointLab.Origin}/page"),
            $"--host-resolver-rules=MAP *.example 127.0.0.1:{_lab.Address.Port}",
            "--ignore-certificate-errors",
            "--no-proxy-server"))
        {
            await _isDone.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }

        const string Refreshed = "cookies of the script \"\", refreshed 200 false 200, refreshed 200 false 200";
        _results.Should().Equal($"signed in 200, {Refreshed}", Refreshed);
        _refreshes.Distinct().Should().BeEquivalentTo(
        [
            $"{EndpointLab.Origin} with cookie: 200",
            $"{SameSite} with cookie: 400",
            $"{OtherSite} without cookie: 400",
        ]);
        _lab.Rejections.Select(rejected => rejected.ReasonMember).Should().Equal("Origin", "Origin", "refresh_token", "refresh_token");
        _lab.Sink.Of(AuditEventType.SessionRefreshed).Should().HaveCount(4).And.OnlyContain(refreshed => !refreshed.IsRetry);
    }

    private void Map(WebApplication app)
    {
        app.Use(NoteAsync);
        app.MapGet("/page", () => Results.Text(Client, "text/html"));
        app.MapGet("/attack", () => Results.Text(Attack, "text/html"));
        app.MapPost("/sign-in", (Delegate)SignInAsync);
        app.MapPost("/result", async (HttpRequest request) =>
        {
            _results.Enqueue(await new StreamReader(request.Body).ReadToEndAsync());
            if (_results.Count == 2)
            {
                _isDone.TrySetResult();
            }
        });
    }

    /// <summary>Notes who has sent refreshes, and whether with a cookie.</summary>
    private async Task NoteAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Request.Path == "/token")
        {
            var with = http.Request.Cookies.ContainsKey("__Host-hipaajwt-refresh") ? "with" : "without";
            _refreshes.Enqueue($"{http.Request.Headers.Origin} {with} cookie: {http.Response.StatusCode}");
        }
    }

    private static async Task<IResult> SignInAsync(HttpContext http)
    {
        var result = await http.RequestServices.GetRequiredService<ITokenIssuer>().IssueAsync(
            new TokenRequest { Subject = "dr.rivera", ClientId = EndpointLab.Browser, Roles = ["physician"], Scopes = ["chart.read"] });
        http.Response.AppendRefreshTokenCookie(result.Tokens!);
        return Results.Ok();
    }
}
