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
/// A real authorization server on a real socket, which issues access tokens of RFC 9068 and whose keys change while it runs.
/// It can be killed, hang, and come back at the same address.
/// </summary>
public sealed class OpenIddictProvider : IAsyncDisposable
{
    private const string KeysPath = "/.well-known/jwks";

    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly HttpClient _client = new();
    private WebApplication? _app;

    /// <summary>The newest key signs; the others are published beside it.</summary>
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
        _app.Use(AdmitAsync);
        _app.UseAuthentication();
        await _app.StartAsync();
        Address = _app.Urls.Single();
    }

    public async Task KillAsync()
    {
        using var noTime = new CancellationTokenSource();
        await noTime.CancelAsync();
        await _app!.StopAsync(noTime.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Takes requests from now on and answers none.</summary>
    public void Hang() => _hangs = true;

    public Task ArrivalAsync() => _arrivals.WaitAsync();

    public void ForgetArrivals()
    {
        while (_arrivals.Wait(0))
        {
        }
    }

    /// <summary>Signs with a new key from now on, and publishes the last ones beside it; older ones are withdrawn.</summary>
    public string Rotate(int keep = 1)
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") };
        _keys = [key, .. _keys.Take(keep)];
        Publish();
        return key.KeyId;
    }

    public void WithdrawOlder()
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
            ["client_secret"] = "not asked for",
        });
        using var response = await _client.PostAsync(Address + "/connect/token", form);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return answer!["access_token"]?.GetValue<string>() ?? throw new InvalidOperationException(answer.ToJsonString());
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
            context.Principal = Physician(context.ClientId!);
            return default;
        }));
    }

    private static ClaimsPrincipal Physician(string clientId)
    {
        var identity = new ClaimsIdentity("OpenIddict");
        identity.SetClaim("sub", clientId).SetClaim("roles", "physician").SetClaim("jti", Guid.NewGuid().ToString("N"));
        identity.SetResources(TestIssuer.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private void Publish() => _app?.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().TryRemove(Options.DefaultName);

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
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
