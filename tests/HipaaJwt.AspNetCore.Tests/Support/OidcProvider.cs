using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>
/// The OpenID Provider of npm (package <c>oidc-provider</c>) in a process of its own, and a browser that logs a user in and out there.
/// </summary>
public sealed partial class OidcProvider : IDisposable
{
    public const string ClientId = "clinic-app";

    private const string Package = "oidc-provider@9.13.3";
    private const string Resource = "https://fhir.hospital.example/r4";
    private const string RedirectUri = "https://app.hospital.example/callback";

    private const string Script = """
        import { createServer } from 'node:http';
        import Provider from 'oidc-provider';
        const server = createServer((request, response) => callback(request, response));
        let callback;
        let uri = '';
        await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
        const issuer = `http://127.0.0.1:${server.address().port}`;
        const provider = new Provider(issuer, {
          clients: [{
            client_id: 'clinic-app',
            client_secret: 'secret-of-the-clinic-app-0123456789',
            redirect_uris: ['https://app.hospital.example/callback'],
            backchannel_logout_uri: process.argv[2],
            backchannel_logout_session_required: process.argv[3] === 'sid',
          }],
          pkce: { required: () => false },
          findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
          extraTokenClaims: async (ctx, token) => {
            const session = await provider.Session.findByUid(token.sessionUid);
            return { sid: session.sidFor(token.clientId), roles: ['physician'] };
          },
          fetch: (url, { dispatcher, ...options }) => fetch(url, options),
          features: {
            devInteractions: { enabled: true },
            backchannelLogout: { enabled: true },
            rpInitiatedLogout: { enabled: true },
            resourceIndicators: {
              enabled: true,
              defaultResource: () => 'https://fhir.hospital.example/r4',
              useGrantedResource: () => true,
              getResourceServerInfo: () => ({ scope: 'openid', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
            },
          },
        });
        provider.on('backchannel.success', () => console.log('logout sent'));
        provider.on('backchannel.error', (ctx, error) => console.log('logout failed ' + error.message));
        callback = provider.callback();
        console.log(issuer);
        """;

    private readonly Process _process;
    private readonly HttpClient _client = new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        CheckCertificateRevocationList = true,
    });

    private OidcProvider(Process process, string issuer)
    {
        _process = process;
        Issuer = issuer;
    }

    public string Issuer { get; }

    /// <summary>Skips the test on a machine without Node.js. In CI, it is required.</summary>
    public static void Require()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        var isPresent = Browser.Find("node") is not null && Browser.Find("npm") is not null;
        Assert.SkipUnless(isPresent || isCi, "Node.js or npm is not installed. Install the packages nodejs and npm.");
        isPresent.Should().BeTrue("CI needs the packages nodejs and npm");
    }

    /// <summary>Starts a provider that sends logout tokens, with or without <c>sid</c>, to an address.</summary>
    public static async Task<OidcProvider> StartAsync(Uri logoutUri, bool withSession)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "npm", "oidc-provider");
        var script = Path.Combine(folder, "provider.mjs");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "oidc-provider")))
        {
            using var npm = Start("npm", folder, "install", Package, "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund");
            await npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            npm.ExitCode.Should().Be(0, "npm should install {0}", Package);
        }

        await File.WriteAllTextAsync(script, Script);
        var node = Start("node", folder, script, logoutUri.AbsoluteUri, withSession ? "sid" : "sub");
        return new OidcProvider(node, await ReadAsync(node, "http"));
    }

    /// <summary>Logs a user in with the authorization code flow and returns the access token.</summary>
    public async Task<string> LogInAsync(string user)
    {
        var answer = await FollowAsync(await GetAsync(
            $"{Issuer}/auth?client_id={ClientId}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(RedirectUri)}"));
        answer = await FollowAsync(await PostAsync(answer.Address, ("prompt", "login"), ("login", user), ("password", "x")));
        answer = await FollowAsync(await PostAsync(answer.Address, ("prompt", "consent")));
        answer.Address.Should().StartWith(RedirectUri);
        var code = System.Web.HttpUtility.ParseQueryString(new Uri(answer.Address).Query)["code"]!;
        var tokens = await PostAsync(
            Issuer + "/token",
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", RedirectUri),
            ("client_id", ClientId),
            ("client_secret", "secret-of-the-clinic-app-0123456789"),
            ("resource", Resource));
        return JsonNode.Parse(tokens.Body)!["access_token"]?.GetValue<string>() ?? throw new InvalidOperationException(tokens.Body);
    }

    /// <summary>Logs the user out, and returns what the provider reports about the logout token that it sent.</summary>
    public async Task<string> LogOutAsync()
    {
        var page = await GetAsync(Issuer + "/session/end?client_id=" + ClientId);
        var secret = SecretPattern().Match(page.Body).Groups[1].Value;
        await PostAsync(Issuer + "/session/end/confirm", ("xsrf", secret), ("logout", "yes"));
        return (await ReadAsync(_process, "logout "))["logout ".Length..];
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
    private static partial Regex SecretPattern();

    private static Process Start(string program, string folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Browser.Find(program)!, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        })!;

    /// <summary>Returns the next line with a prefix. The package writes other lines too.</summary>
    private static async Task<string> ReadAsync(Process process, string prefix)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The provider has stopped.");
    }

    private async Task<Answer> FollowAsync(Answer answer)
    {
        while (answer.Location is { } location)
        {
            if (location.StartsWith(RedirectUri, StringComparison.Ordinal))
            {
                return answer with { Address = location };
            }

            answer = await GetAsync(location);
        }

        return answer;
    }

    private Task<Answer> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(address)));

    private Task<Answer> PostAsync(string address, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(address))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            ((int)response.StatusCode).Should().BeLessThan(400, body);
            var location = response.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Redirect
                ? new Uri(request.RequestUri!, response.Headers.Location!).AbsoluteUri
                : null;
            return new Answer(request.RequestUri!.AbsoluteUri, location, body);
        }
    }

    private sealed record Answer(string Address, string? Location, string Body);
}
