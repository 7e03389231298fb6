using System.Text.Json.Nodes;
using HipaaJwt.Testing.Tokens;

namespace HipaaJwt;

/// <summary>Creates tokens that need the host that trusts the issuer, or the key of a client.</summary>
public static class HostTokenExtensions
{
    /// <summary>
    /// Creates a token that is bound to the key of a client (RFC 9449, section 6.1). The host accepts it only with a proof of that key.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="key">The key of the client, which also creates the proofs.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> or <paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    /// <example>
    /// <code>
    /// using var key = new TestDPoPKey();
    /// using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, "/chart"));
    /// key.AddTo(request, issuer.CreateDPoPBoundToken(key, "dr.rivera", roles: ["physician"]));
    /// </code>
    /// </example>
    public static string CreateDPoPBoundToken(
        this TestTokenIssuer issuer,
        TestDPoPKey key,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(key);
        var bound = new JsonObject { ["cnf"] = new JsonObject { ["jkt"] = key.Thumbprint } };
        TokenClaims.Merge(bound, claims);
        return issuer.CreateToken(subject, roles, scopes, bound);
    }

    /// <summary>Creates a token that is encrypted to the first decryption key of the host (RFC 7516), which accepts it.</summary>
    /// <param name="issuer">The issuer of a host.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization, with five segments.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">The host has no decryption key.</exception>
    public static string CreateEncryptedToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var signed = issuer.Write(new TokenContent(subject, roles, scopes, claims));
        return TokenEncryptor.Encrypt(signed, issuer.Rules.Options.Decryption);
    }

    /// <summary>
    /// Creates a token and revokes it in the host: <see cref="JwtErrorCode.TokenRevoked"/>. The host writes the audit event of the
    /// revocation.
    /// </summary>
    /// <param name="issuer">The issuer of a host.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">The host has no store of revocations.</exception>
    /// <exception cref="RevocationUnavailableException">The store of the host failed.</exception>
    public static async Task<string> CreateRevokedTokenAsync(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var revocation = issuer.Rules.Revocation() ?? throw new InvalidOperationException(
            "The host has no store of revocations, so no token can be revoked. Add one, for example with AddMemoryStores().");
        var tokenId = Guid.NewGuid().ToString("N");
        var named = new JsonObject { [issuer.Rules.Issuer.TokenIdClaim] = tokenId };
        TokenClaims.Merge(named, claims);
        var token = issuer.CreateToken(subject, roles, scopes, named);
        await revocation.RevokeAsync(Revocation.Token(issuer.Issuer, tokenId), cancellationToken).ConfigureAwait(false);
        return token;
    }
}
