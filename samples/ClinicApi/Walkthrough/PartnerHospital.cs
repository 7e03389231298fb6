using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>
/// Another hospital, whose people the clinic lets in: an issuer on a web server of its own, which publishes its keys and
/// changes them without a word.
/// </summary>
internal sealed class PartnerHospital : IAsyncDisposable
{
    private static readonly TimeSpan PauseBetweenFetches = TimeSpan.FromSeconds(10);

    private readonly WebApplication _server;
    private readonly TimeProvider _time = TimeProvider.System;
    private long _lastAsked;

    private PartnerHospital(WebApplication server) => _server = server;

    public string Name => _server.Urls.First();

    public string MetadataAddress => $"{Name}/.well-known/openid-configuration";

    public JwkEntryReader Key { get; private set; } = new("partner-1");

    public static async Task<PartnerHospital> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hospital = new PartnerHospital(builder.Build());
        hospital._server.MapGet("/.well-known/openid-configuration", () => Results.Json(hospital.Metadata()));
        hospital._server.MapGet("/keys", () => Results.Json(hospital.Keys()));
        await hospital._server.StartAsync();
        return hospital;
    }

    /// <summary>
    /// Signs with a new key from now on, and withdraws the old one. The clinic asks for keys at most every ten seconds, so this
    /// waits until it may ask again.
    /// </summary>
    /// <returns>The key that was withdrawn.</returns>
    public async Task<JwkEntryReader> ChangeKeyAsync(CancellationToken cancellationToken)
    {
        var left = PauseBetweenFetches - _time.GetElapsedTime(Interlocked.Read(ref _lastAsked));
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, cancellationToken);
        }

        var withdrawn = Key;
        Key = new JwkEntryReader("partner-2");
        return withdrawn;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Key.Value.Dispose();
    }

    private JsonObject Metadata() => new() { ["issuer"] = Name, ["jwks_uri"] = $"{Name}/keys" };

    private JsonObject Keys()
    {
        Interlocked.Exchange(ref _lastAsked, _time.GetTimestamp());
        var key = Jwk.Of(Key.Value);
        key["kid"] = Key.Id;
        return new JsonObject { ["keys"] = new JsonArray(key) };
    }

    public sealed record JwkEntryReader(string Id)
    {
        public ECDsa Value { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }
}
