using System.Buffers;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>
/// Configures how a bearer scheme receives tokens and responds to rejected ones. Configure the trusted issuers in
/// <see cref="HipaaJwtOptions"/>.
/// </summary>
/// <remarks>
/// The options are also read from the configuration section <c>Authentication:Schemes:{scheme}</c>. The callback of
/// <c>AddHipaaJwtBearer</c> takes precedence. The start of the host validates the options.
/// </remarks>
public sealed class HipaaJwtBearerOptions : AuthenticationSchemeOptions
{
    private static readonly SearchValues<char> RealmCharacters = SearchValues.Create(
        Enumerable.Range(0x20, 0x5F).Select(code => (char)code).Where(character => character is not ('"' or '\\')).ToArray());

    /// <summary>
    /// The name of the trust that validates the tokens of this scheme. It is the first argument of <c>AddHipaaJwt("name", …)</c>.
    /// </summary>
    /// <value>Default: empty, the trust that <c>AddHipaaJwt</c> adds without a name.</value>
    public string Trust { get; set; } = string.Empty;

    /// <summary>
    /// Adds the name of the error code, such as <c>TokenExpired</c>, to the challenge as <c>error_description</c>. This weakens
    /// security: clients learn which check a forged token failed. The start of the host logs a warning.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool IncludeErrorDetails { get; set; }

    /// <summary>The realm of challenges (RFC 9110 section 11.5). Use printable ASCII without quotes and backslashes.</summary>
    /// <value>Default: <see langword="null"/>. Challenges have no realm.</value>
    public string? Realm { get; set; }

    /// <summary>
    /// Accepts tokens over plain HTTP from other machines. This weakens security: anyone on the network path can use such a token
    /// (RFC 6750 section 5.3). Behind a proxy that terminates TLS, use the forwarded headers middleware instead. The start of the
    /// host logs a warning.
    /// </summary>
    /// <value>Default: <see langword="false"/>. Plain HTTP is accepted only from this machine.</value>
    public bool AllowPlainHttpOutsideLoopback { get; set; }

    /// <summary>
    /// Adds a DPoP challenge beside the Bearer challenge to the response to a request without a token (RFC 9449 section 7.2).
    /// Tokens under the scheme <c>DPoP</c> are accepted with and without this option.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool OfferDPoP { get; set; }

    /// <summary>
    /// Keeps the token of an accepted request in the authentication ticket, so that <c>HttpContext.GetTokenAsync("access_token")</c>
    /// returns it. Use it to call another service with the same token. Never log it or send it to a service that is not an audience.
    /// </summary>
    /// <value>Default: <see langword="false"/>. <c>GetTokenAsync</c> returns null.</value>
    public bool SaveToken { get; set; }

    /// <summary>Returns the value of <see cref="AuditEvent.Resource"/> for a request. Return null to record no resource.</summary>
    /// <value>
    /// Default: the HTTP method and the route pattern, such as <c>GET /patients/{id}/chart</c>. The path itself is not recorded,
    /// because paths contain identifiers of patients.
    /// </value>
    /// <example><code>options.AuditResource = http => http.GetEndpoint()?.DisplayName;</code></example>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Validates the options.</summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Realm"/> contains another character than printable ASCII without quotes and backslashes, or
    /// <see cref="AuditResource"/> or <see cref="Trust"/> is null.
    /// </exception>
    public override void Validate()
    {
        base.Validate();
        if (Realm is not null && Realm.AsSpan().ContainsAnyExcept(RealmCharacters))
        {
            throw new InvalidOperationException(
                "HipaaJwtBearerOptions.Realm contains a character that the WWW-Authenticate header cannot contain between quotes. "
                + "Use printable ASCII without quotes and backslashes, such as \"clinic\".");
        }

        if (AuditResource is null)
        {
            throw new InvalidOperationException(
                "HipaaJwtBearerOptions.AuditResource is null. Set a function. To record no resource, return null from it.");
        }

        if (Trust is null)
        {
            throw new InvalidOperationException(
                "HipaaJwtBearerOptions.Trust is null. Write the name of a trust, or an empty string for the unnamed trust.");
        }
    }
}
