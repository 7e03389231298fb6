using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>Clients of npm use the endpoints over TLS, as they find them in the metadata.</summary>
[Trait("Speed", "Slow")]
public sealed class JavaScriptClientTests : IAsyncLifetime
{
    private const string KeyClient = "key-app";

    private const string OpenIdClient = """
        import * as client from 'openid-client';
        const [issuer, id, refreshToken, method, secret, introspector, introspectorSecret] = process.argv.slice(2);
        const jwk = method === 'client_secret_basic' ? undefined : JSON.parse(secret);
        const load = (key, usages) => crypto.subtle.importKey('jwk', key, { name: 'ECDSA', namedCurve: 'P-256' }, true, usages);
        const authentication = method === 'client_secret_basic' ? client.ClientSecretBasic(secret)
          : method === 'private_key_jwt' ? client.PrivateKeyJwt({ key: await load(jwk, ['sign']), kid: 'key-1' })
          : client.None();
        const options = { algorithm: 'oauth2' };
        const config = await client.discovery(new URL(issuer), id, {}, authentication, options);
        const service = await client.discovery(new URL(issuer), introspector, {}, client.ClientSecretBasic(introspectorSecret), options);
        let DPoP;
        if (method === 'dpop') {
          const { d, ...open } = jwk;
          DPoP = client.getDPoPHandle(config, { privateKey: await load(jwk, ['sign']), publicKey: await load(open, ['verify']) });
        }
        const first = await client.refreshTokenGrant(config, refreshToken, undefined, { DPoP });
        const second = await client.refreshTokenGrant(config, first.refresh_token, { scope: 'chart.read' }, { DPoP });
        const active = await client.tokenIntrospection(service, second.access_token);
        await client.tokenRevocation(config, second.access_token, { token_type_hint: 'access_token' });
        const revoked = await client.tokenIntrospection(service, second.access_token);
        await client.tokenRevocation(config, second.refresh_token);
        const ended = await client.tokenIntrospection(service, first.access_token);
        const error = await client.refreshTokenGrant(config, second.refresh_token, undefined, { DPoP }).catch((failure) => failure.error);
        console.log(JSON.stringify({ type: first.token_type, scope: second.scope, active, revoked, ended, error }));
        """;

    private const string OidcClientTs = """
        import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
        const [issuer, id, refreshToken] = process.argv.slice(2);
        const oidc = new OidcClient({
          authority: issuer,
          metadataUrl: issuer + '/.well-known/oauth-authorization-server',
          client_id: id,
          redirect_uri: 'https://app.clinic.example/callback',
          scope: 'chart.read',
          stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
        });
        const state = (token) => ({ refresh_token: token, session_state: null, scope: 'chart.read chart.write', profile: {} });
        const first = await oidc.useRefreshToken({ state: state(refreshToken) });
        const second = await oidc.useRefreshToken({ state: state(first.refresh_token) });
        await oidc.revokeToken(second.access_token, 'access_token');
        await oidc.revokeToken(second.refresh_token, 'refresh_token');
        const error = await oidc.useRefreshToken({ state: state(second.refresh_token) }).catch((failure) => failure.error);
        console.log(JSON.stringify({
          type: first.token_type,
          isReplaced: new Set([refreshToken, first.refresh_token, second.refresh_token]).size === 3,
          accessToken: second.access_token,
          error,
        }));
        """;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate = SelfSigned.Server();
    private readonly string _issuer = $"https://127.0.0.1:{FreePort()}";
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        NodeScript.Require();
        _lab = await EndpointLab.StartAsync(Configure, configure: builder =>
        {
            builder.Services.AddSingleton(TimeProvider.System);
            builder.WebHost.UseUrls().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, new Uri(_issuer).Port, listen =>
                listen.UseHttps(X509CertificateLoader.LoadPkcs12(_certificate.Export(X509ContentType.Pkcs12), null))));
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }

        _key.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("client_secret_basic", EndpointLab.Other)]
    [InlineData("private_key_jwt", KeyClient)]
    [InlineData("none", EndpointLab.Phone)]
    [InlineData("dpop", EndpointLab.Phone)]
    public async Task Openid_client_refreshes_revokes_and_introspects(string method, string client)
    {
        var tokens = await _lab.SignInAsync(client, method == "dpop" ? TokenBinding.ToKey(Thumbprint()) : null);

        var result = await NodeScript.RunAsync(
            "openid-client-" + method,
            OpenIdClient,
            _certificate.ExportCertificatePem(),
            _issuer,
            client,
            tokens.RefreshToken!,
            method,
            method == "client_secret_basic" ? EndpointLab.Secret : Key(isPrivate: true).ToJsonString(),
            EndpointLab.Server,
            EndpointLab.Secret);

        (result["type"]!.GetValue<string>(), result["scope"]!.GetValue<string>(), result["error"]!.GetValue<string>())
            .Should().Be((method == "dpop" ? "dpop" : "bearer", "chart.read", "invalid_grant"));
        (result["active"]!["active"]!.GetValue<bool>(), result["active"]!["client_id"]!.GetValue<string>()).Should().Be((true, client));
        result["revoked"]!.ToJsonString().Should().Be("""{"active":false}""");
        result["ended"]!.ToJsonString().Should().Be("""{"active":false}""");
    }

    [Fact]
    public async Task Oidc_client_ts_refreshes_and_revokes()
    {
        var tokens = await _lab.SignInAsync();

        var result = await NodeScript.RunAsync(
            "oidc-client-ts", OidcClientTs, _certificate.ExportCertificatePem(), _issuer, EndpointLab.Phone, tokens.RefreshToken!);

        (result["type"]!.GetValue<string>(), result["isReplaced"]!.GetValue<bool>(), result["error"]!.GetValue<string>())
            .Should().Be(("Bearer", true, "invalid_grant"));
        (await _lab.Get<IJwtValidator>().ValidateAsync(result["accessToken"]!.GetValue<string>())).IsValid.Should().BeFalse();
        _lab.Sink.Of(AuditEventType.TokenRevoked).Should().Contain(revoked => revoked.ResourceType == "Token");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Configure(TokenIssuerOptions options)
    {
        options.Issuer = _issuer;
        options.Clients.Add(new TokenClient
        {
            ClientId = KeyClient,
            KeySet = new JsonObject { ["keys"] = new JsonArray(Key(isPrivate: false)) }.ToJsonString(),
        });
    }

    private JsonObject Key(bool isPrivate)
    {
        var parameters = _key.ExportParameters(true);
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = "key-1",
            ["x"] = RawToken.Base64(parameters.Q.X),
            ["y"] = RawToken.Base64(parameters.Q.Y),
        };
        if (isPrivate)
        {
            key["d"] = RawToken.Base64(parameters.D);
        }

        return key;
    }

    private string Thumbprint()
    {
        var key = Key(isPrivate: false);
        return DPoPClient.HashOf($$"""{"crv":"P-256","kty":"EC","x":"{{key["x"]}}","y":"{{key["y"]}}"}""");
    }
}
