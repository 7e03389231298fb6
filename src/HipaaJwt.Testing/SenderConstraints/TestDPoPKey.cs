using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Testing.Text;

namespace HipaaJwt;

/// <summary>
/// The key of a client that proves its possession (DPoP, RFC 9449). One instance has one P-256 key and creates any number of proofs.
/// Thread-safe.
/// </summary>
/// <example>
/// <code>
/// using var key = new TestDPoPKey();
/// using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, "/chart"));
/// key.AddTo(request, issuer.CreateDPoPBoundToken(key, "dr.rivera", roles: ["physician"]));
/// using var response = await client.SendAsync(request);
/// </code>
/// </example>
public sealed class TestDPoPKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly string _x;
    private readonly string _y;

    /// <summary>Creates a key.</summary>
    /// <param name="time">The clock of the proofs; the system's by default. Pass the fake clock of a host that has one.</param>
    public TestDPoPKey(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        (_x, _y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        Thumbprint = HashOf($$"""{"crv":"P-256","kty":"EC","x":"{{_x}}","y":"{{_y}}"}""");
    }

    /// <summary>The thumbprint of the public key, for <c>cnf.jkt</c> (RFC 7638; RFC 9449, section 6.1).</summary>
    public string Thumbprint { get; }

    /// <summary>Creates a proof for one request (RFC 9449, section 4.2).</summary>
    /// <param name="method">The HTTP method, such as <c>GET</c>.</param>
    /// <param name="uri">The absolute URI of the request. The query and the fragment are left out.</param>
    /// <param name="token">The access token that the proof is for.</param>
    /// <param name="nonce">The last <c>DPoP-Nonce</c> of the server; none by default.</param>
    /// <returns>The value of the header <c>DPoP</c>.</returns>
    /// <exception cref="ArgumentException">The method or the token is null or empty, or the URI is not absolute.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    public string CreateProof(string method, Uri uri, string token, string? nonce = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentException.ThrowIfNullOrEmpty(token);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException("The URI is not absolute. Write it with scheme and host.", nameof(uri));
        }

        var header = new JsonObject
        {
            ["typ"] = "dpop+jwt",
            ["alg"] = "ES256",
            ["jwk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = _x, ["y"] = _y },
        };
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = method,
            ["htu"] = uri.GetLeftPart(UriPartial.Path),
            ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds(),
            ["ath"] = HashOf(token),
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return CompactToken.Write(header, claims, Sign);
    }

    /// <summary>Adds a token and its proof to a request, as the headers <c>Authorization</c> and <c>DPoP</c>.</summary>
    /// <param name="request">The request. Its URI must be absolute.</param>
    /// <param name="token">The access token.</param>
    /// <param name="nonce">The last <c>DPoP-Nonce</c> of the server; none by default.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The URI is missing or not absolute, or the token is null or empty.</exception>
    public HttpRequestMessage AddTo(HttpRequestMessage request, string token, string? nonce = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
        {
            throw new ArgumentException(
                "The URI of the request is not absolute. Write new Uri(client.BaseAddress!, \"/chart\").", nameof(request));
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Remove("DPoP");
        request.Headers.Add("DPoP", CreateProof(request.Method.Method, uri, token, nonce));
        return request;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private byte[] Sign(byte[] data)
    {
        lock (_lock)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
