using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>
/// An issuer on its own web server that publishes its key set and rotates its key. The clinic trusts it and downloads its keys.
/// </summary>
internal sealed class PartnerHospital : IAsyncDisposable
{
    private static readonly TimeSpan MinDownloadInterval = TimeSpan.FromSeconds(10);

    private readonly WebApplication _server;
    private readonly TimeProvider _time = TimeProvider.System;
    private long _lastDownload;

    private PartnerHospital(WebApplication server) => _server = server;

    public string Name => _server.Urls.First();

    public string MetadataAddress => $"{Name}/.well-known/openid-configuration";

    public SigningKey Key { get; private set; } = new("partner-1");

    public static async Task<PartnerHospital> StartAsync()
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
    /// Signs with a new key from now on, and withdraws the old one. The clinic downloads keys at most every ten seconds, so this
    /// method waits until the next download is possible.
    /// </summary>
    /// <returns>The withdrawn key.</returns>
    public async Task<SigningKey> RotateKeyAsync(CancellationToken cancellationToken)
    {
        var remaining = MinDownloadInterval - _time.GetElapsedTime(Interlocked.Read(ref _lastDownload));
        if (remaining > TimeSpan.Zero)
        {
            await Task.Delay(remaining, _time, cancellationToken);
        }

        var withdrawn = Key;
        Key = new SigningKey("partner-2");
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
        Interlocked.Exchange(ref _lastDownload, _time.GetTimestamp());
        var key = Jwk.Of(Key.Value);
        key["kid"] = Key.Id;
        return new JsonObject { ["keys"] = new JsonArray(key) };
    }

    public sealed record SigningKey(string Id)
    {
        public ECDsa Value { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }
}
