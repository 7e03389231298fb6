using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>A client whose tokens are bound to its P-256 key. It creates a new DPoP proof for each request (RFC 9449).</summary>
internal sealed class ProvingClient : IDisposable
{
    public const string ProofType = "dpop+jwt";
    public const string Method = "GET";
    public const string Address = AccessToken.Audience + "/Patient/7";

    private readonly string _header;
    private int _proofs;

    public ProvingClient()
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)Key.SecurityKey);
        var publicKey = $$"""{"crv":"{{jwk.Crv}}","kty":"EC","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""";
        _header = $$"""{"typ":"{{ProofType}}","alg":"{{Key.Name}}","jwk":{{publicKey}}}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(publicKey)));
    }

    public SigningKey Key { get; } = SigningKey.Create(JwsAlgorithm.ES256);

    /// <summary>The thumbprint of the client's key (RFC 7638).</summary>
    public string Thumbprint { get; }

    /// <summary>Returns a token that is bound to the key with the given thumbprint. Its subject contains the number.</summary>
    public static SignedToken BoundToken(SigningKey issuer, string thumbprint, int number) =>
        SignedToken.Create(issuer, AccessToken.Claims(number, further: $$""","cnf":{"jkt":"{{thumbprint}}"}"""));

    public SignedToken BoundToken(SigningKey issuer) => BoundToken(issuer, Thumbprint, number: 0);

    public SignedToken NewProof(string token, string address = Address)
    {
        var id = (++_proofs).ToString("D8", CultureInfo.InvariantCulture);
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = $$"""
            {"jti":"b1946ac9-2492-4d3a-9f0b-{{id}}c27e","htm":"{{Method}}","htu":"{{address}}","iat":{{now}},"ath":"{{hash}}"}
            """;
        return SignedToken.Create(Key, _header, claims);
    }

    public void Dispose() => Key.Dispose();
}
