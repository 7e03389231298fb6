using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Support;

/// <summary>
/// An HTTP server with the metadata and key set endpoints of an identity provider. Tests can replace, delay or suppress the
/// responses.
/// </summary>
public sealed class KeyProvider : IAsyncDisposable
{
    public const string MetadataPath = "/.well-known/openid-configuration";
    public const string KeysPath = "/keys";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _arrivals = new(0);

    private KeyProvider(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>The paths of all requests.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The handler that replaces the default responses; null by default.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public JsonArray Keys { get; private set; } = [];

    public Dictionary<string, string> Headers { get; } = [];

    public static async Task<KeyProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new KeyProvider(builder.Build());
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Publishes exactly these keys.</summary>
    public void Publish(params (string KeyId, ECDsa Key)[] keys) =>
        Keys = [.. keys.Select(key => Jwk.Of(key.Key, key.KeyId))];

    /// <summary>Waits for the next request.</summary>
    public Task ArrivalAsync() => _arrivals.WaitAsync();

    public void ForgetArrivals()
    {
        while (_arrivals.Wait(0))
        {
        }
    }

    public int RequestsFor(string path) => _requests.Count(request => request == path);

    public string Metadata(string issuer = TestIssuer.Name) => new JsonObject
    {
        ["issuer"] = issuer,
        ["jwks_uri"] = Address + KeysPath,
        ["token_endpoint"] = Address + "/token",
    }.ToJsonString();

    public string KeySet() => new JsonObject { ["keys"] = Keys.DeepClone() }.ToJsonString();

    public static Task WriteAsync(HttpContext context, string text) =>
        context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public ValueTask DisposeAsync()
    {
        _arrivals.Dispose();
        return _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue(context.Request.Path);
        _arrivals.Release();
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        await (Instead?.Invoke(context) ?? AnswerWellAsync(context));
    }

    public Task AnswerWellAsync(HttpContext context) =>
        WriteAsync(context, context.Request.Path == MetadataPath ? Metadata() : KeySet());
}
