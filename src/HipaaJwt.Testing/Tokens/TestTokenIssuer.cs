using System.Text.Json.Nodes;
using HipaaJwt.Testing.Text;
using HipaaJwt.Testing.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>
/// Issues tokens for tests. Its key pair is created once for each instance. An instance of a host issues what the options of the host
/// accept: the issuer, the audience, <c>typ</c>, the algorithm and the claims that are required. Thread-safe.
/// </summary>
/// <remarks>
/// Get the issuer of a host with <c>factory.GetTestIssuer()</c>. The extension methods in <see cref="WrongTokenExtensions"/> create tokens
/// that the host must reject.
/// </remarks>
/// <example>
/// <code>
/// var token = factory.GetTestIssuer().CreateToken("dr.rivera", roles: ["physician"], claims: new() { ["patient"] = "1001" });
/// </code>
/// </example>
public sealed class TestTokenIssuer : IDisposable
{
    private const string DefaultIssuer = "https://issuer.test";
    private const string DefaultAudience = "https://api.test";
    private const string DefaultKeyId = "hipaa-jwt-test-0";

    private readonly TestSigningKey _key;
    private volatile TrustedIssuerRules _rules;

    /// <summary>Creates an issuer without a host, with an ES256 key. Trust it with <see cref="CreateTrustedIssuer"/>.</summary>
    /// <param name="issuer">The issuer, <c>iss</c>; <c>https://issuer.test</c> by default.</param>
    /// <param name="audience">The audience, <c>aud</c>; <c>https://api.test</c> by default.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public TestTokenIssuer(string issuer = DefaultIssuer, string audience = DefaultAudience, TimeProvider? time = null)
        : this(CreateRules(issuer, audience, time ?? TimeProvider.System), TestSigningKey.Create(JwsAlgorithm.ES256, DefaultKeyId))
    {
    }

    internal TestTokenIssuer(TrustedIssuerRules rules, TestSigningKey key)
    {
        _rules = rules;
        _key = key;
    }

    /// <summary>The issuer, <c>iss</c> (RFC 7519, section 4.1.1).</summary>
    public string Issuer => _rules.Issuer.Issuer;

    /// <summary>The audience of the tokens, <c>aud</c> (RFC 7519, section 4.1.3): the first that the host accepts.</summary>
    public string Audience => _rules.Issuer.Audiences.FirstOrDefault() ?? string.Empty;

    /// <summary>The algorithm of the signatures: ECDSA if the options of the issuer allow it, otherwise RSA.</summary>
    public JwsAlgorithm Algorithm => _key.Algorithm;

    /// <summary>The public key, for <see cref="TrustedIssuer.SigningKeys"/>.</summary>
    public SecurityKey PublicKey => _key.PublicKey;

    /// <summary>The current rules. Options that reload replace them.</summary>
    internal TrustedIssuerRules Rules
    {
        get => _rules;
        set => _rules = value;
    }

    /// <summary>Creates a token that the host accepts.</summary>
    /// <param name="subject">The subject, <c>sub</c>, or the claim that <see cref="TrustedIssuer.SubjectClaim"/> names.</param>
    /// <param name="roles">The roles, in the claim from which the permission map of the host reads them; none by default.</param>
    /// <param name="scopes">The scopes, in the claim from which the permission map of the host reads them; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <param name="lifetime">
    /// The time from <c>iat</c> to <c>exp</c>, in whole seconds; 10 minutes by default, or the longest that the host accepts.
    /// </param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">The issuer requires encryption, and the host has no decryption key.</exception>
    public string CreateToken(
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null,
        TimeSpan? lifetime = null)
    {
        var token = Write(new TokenContent(subject, roles, scopes, claims, lifetime));
        return _rules.Issuer.RequireEncryption ? TokenEncryptor.Encrypt(token, _rules.Options.Decryption) : token;
    }

    /// <summary>Creates the options that trust this issuer, for a validator without a host.</summary>
    /// <returns>The options, which a test may change before it uses them.</returns>
    /// <example><code>services.AddHipaaJwt(options => options.Issuers.Add(issuer.CreateTrustedIssuer()));</code></example>
    public TrustedIssuer CreateTrustedIssuer() => new()
    {
        Issuer = Issuer,
        Audiences = { Audience },
        Algorithms = { Algorithm },
        SigningKeys = { PublicKey },
    };

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Signs a token that is valid unless the changes make it invalid.</summary>
    internal string Write(
        TokenContent content, Action<JsonObject>? header = null, Action<JsonObject>? claims = null, Func<byte[], byte[]>? sign = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(content.Subject, "subject");
        var written = (Header: TokenClaims.CreateHeader(_rules, _key), Claims: TokenClaims.Create(_rules, content));
        header?.Invoke(written.Header);
        claims?.Invoke(written.Claims);
        return CompactToken.Write(written.Header, written.Claims, sign ?? _key.Sign);
    }

    private static TrustedIssuerRules CreateRules(string issuer, string audience, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        return new TrustedIssuerRules
        {
            Issuer = new TrustedIssuer { Issuer = issuer, Audiences = { audience }, Algorithms = { JwsAlgorithm.ES256 } },
            Options = new HipaaJwtOptions(),
            Time = time,
        };
    }
}
