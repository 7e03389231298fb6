using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>How Keycloak chooses the addresses in its metadata (Server Guide, "Configuring the hostname").</summary>
public enum KeycloakHostname
{
    /// <summary>Without KC_HOSTNAME: all addresses from the Host header of each request.</summary>
    FromRequest,

    /// <summary>KC_HOSTNAME=http://localhost:8080: all addresses fixed.</summary>
    Fixed,

    /// <summary>KC_HOSTNAME and KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true: the issuer fixed, and jwks_uri from the Host header.</summary>
    FixedWithDynamicBackChannel,
}

/// <summary>A server with the paths, the metadata and the tokens of a realm of Keycloak.</summary>
public sealed class KeycloakShape : IAsyncDisposable
{
    public const string Front = "http://localhost:8080";

    private const string Realm = "/realms/hospital";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;

    private KeycloakShape(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public string MetadataAddress => $"http://keycloak:{Port}{Realm}/.well-known/openid-configuration";

    public string KeyAddress => $"http://keycloak:{Port}{Realm}/protocol/openid-connect/certs";

    public static async Task<KeycloakShape> StartAsync(string address, KeycloakHostname hostname)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{address}:0");
        builder.Logging.ClearProviders();
        var keycloak = new KeycloakShape(builder.Build());
        keycloak._app.Run(context => context.Response.WriteAsync(keycloak.Answer(context.Request, hostname).ToJsonString()));
        await keycloak._app.StartAsync();
        return keycloak;
    }

    /// <summary>A token that a browser has got from the address that it knows.</summary>
    public string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["exp"] = now + 300,
            ["iat"] = now,
            ["jti"] = $"onrtac:{Guid.NewGuid()}",
            ["iss"] = Front + Realm,
            ["aud"] = new JsonArray("charts-api", "account"),
            ["sub"] = "f:8b6e:dr.rivera",
            ["typ"] = "Bearer",
            ["azp"] = "charts-web",
            ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("offline_access", "physician") },
            ["scope"] = "openid profile",
        };
        return RawToken.Sign("""{"alg":"RS256","typ":"JWT","kid":"realm-key"}""", claims.ToJsonString(), RawToken.Rs256(_key));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private JsonObject Answer(HttpRequest request, KeycloakHostname hostname)
    {
        var asked = $"{request.Scheme}://{request.Host}";
        var (front, back) = hostname switch
        {
            KeycloakHostname.FromRequest => (asked, asked),
            KeycloakHostname.Fixed => (Front, Front),
            _ => (Front, asked),
        };
        return request.Path.Value!.EndsWith("/certs", StringComparison.Ordinal) ? Keys() : new JsonObject
        {
            ["issuer"] = front + Realm,
            ["authorization_endpoint"] = front + Realm + "/protocol/openid-connect/auth",
            ["token_endpoint"] = back + Realm + "/protocol/openid-connect/token",
            ["jwks_uri"] = back + Realm + "/protocol/openid-connect/certs",
        };
    }

    private JsonObject Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kid"] = "realm-key",
                ["kty"] = "RSA",
                ["alg"] = "RS256",
                ["use"] = "sig",
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }
}
