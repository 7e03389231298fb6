using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>
/// A real authorization server on a real socket that issues access tokens (RFC 9068) and can rotate its keys while it runs. It can
/// be killed, hang, and restart at the same address.
/// </summary>
public sealed class OpenIddictProvider : IAsyncDisposable
{
    private const string KeysPath = "/.well-known/jwks";

    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly HttpClient _client = new();
    private WebApplication? _app;

    /// <summary>The first key signs. The key set contains all of them.</summary>
    private ImmutableArray<ECDsaSecurityKey> _keys = [];

    private volatile bool _hangs;

    public string Address { get; private set; } = "http://127.0.0.1:0";

    public string Issuer => Address + "/";

    public string MetadataAddress => Address + "/.well-known/openid-configuration";

    public int KeyRequests => _requests.Count(path => path == KeysPath);

    public static async Task<OpenIddictProvider> StartAsync()
    {
        var provider = new OpenIddictProvider();
        provider.Rotate(keep: 0);
        await provider.RestartAsync();
        return provider;
    }

    public async Task RestartAsync()
    {
        _hangs = false;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Address);
        builder.Logging.ClearProviders();
        builder.Services.Configure<OpenIddictServerOptions>(options => options.SigningCredentials.AddRange(
            _keys.Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256))));
        builder.Services.AddOpenIddict().AddServer(Configure);
        _app = builder.Build();
        _app.Use(HandleRequestAsync);
        _app.UseAuthentication();
        await _app.StartAsync();
        Address = _app.Urls.Single();
    }

    public async Task KillAsync()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await _app!.StopAsync(cancelled.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Accepts requests from now on without responding to them.</summary>
    public void Hang() => _hangs = true;

    public Task WaitForArrivalAsync() => _arrivals.WaitAsync();

    public void ClearArrivals()
    {
        while (_arrivals.Wait(0))
        {
        }
    }

    /// <summary>Signs with a new key from now on, keeps the given number of previous keys, and withdraws older ones.</summary>
    public string Rotate(int keep = 1)
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") };
        _keys = [key, .. _keys.Take(keep)];
        Publish();
        return key.KeyId;
    }

    public void WithdrawOldKeys()
    {
        _keys = [_keys[0]];
        Publish();
    }

    public async Task<string> IssueAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = GrantTypes.ClientCredentials,
            ["client_id"] = "clinic-app",
            ["client_secret"] = "unused",
        });
        using var response = await _client.PostAsync(new Uri(Address + "/connect/token"), form);
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        return body!["access_token"]?.GetValue<string>() ?? throw new InvalidOperationException(body.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await KillAsync();
        }

        _client.Dispose();
        _arrivals.Dispose();
    }

    private static void Configure(OpenIddictServerBuilder options)
    {
        options.EnableDegradedMode()
            .SetTokenEndpointUris("connect/token")
            .AllowClientCredentialsFlow()
            .DisableAccessTokenEncryption()
            .AddEphemeralEncryptionKey()
            .UseAspNetCore().DisableTransportSecurityRequirement();
        options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
        options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.Principal = CreatePrincipal(context.ClientId!);
            return default;
        }));
    }

    private static ClaimsPrincipal CreatePrincipal(string clientId)
    {
        var identity = new ClaimsIdentity("OpenIddict");
        identity.SetClaim("sub", clientId).SetClaim("roles", "physician").SetClaim("jti", Guid.NewGuid().ToString("N"));
        identity.SetResources(TestIssuer.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private void Publish() =>
        _app?.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().TryRemove(Options.DefaultName);

    private async Task HandleRequestAsync(HttpContext context, RequestDelegate next)
    {
        _requests.Enqueue(context.Request.Path);
        _arrivals.Release();
        if (_hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        await next(context);
    }
}
