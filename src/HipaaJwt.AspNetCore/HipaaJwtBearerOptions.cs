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
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly SearchValues<char> NoPathCharacters = SearchValues.Create("?#{}*%\\ \t\r\n");

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

    /// <summary>
    /// The paths of SignalR hubs that accept a token in the query, as <c>access_token</c> (RFC 6750 section 2.3). Browsers cannot add an
    /// Authorization header to a WebSocket or to server-sent events. This weakens security: proxies and browsers can log addresses.
    /// The start of the host logs a warning.
    /// </summary>
    /// <remarks>
    /// The token is accepted only if the request opens a WebSocket or a stream of server-sent events, and has no other token. It is
    /// removed from the address before hosting logs the request. Write the complete path as the client sends it, such as
    /// <c>/hubs/charts</c>. Case and a trailing slash do not matter. Parameters of routes are not possible.
    /// </remarks>
    /// <value>Default: empty. A token in the query is rejected with <see cref="JwtErrorCode.TokenInQuery"/>.</value>
    /// <example><code>options.AllowTokenInQueryFor.Add("/hubs/charts");</code></example>
    public IList<string> AllowTokenInQueryFor { get; } = [];

    /// <summary>Returns the value of <see cref="AuditEvent.Resource"/> for a request. Return null to record no resource.</summary>
    /// <value>
    /// Default: the HTTP method and the route pattern, such as <c>GET /patients/{id}/chart</c>. The path itself is not recorded,
    /// because paths contain identifiers of patients.
    /// </value>
    /// <example><code>options.AuditResource = http => http.GetEndpoint()?.DisplayName;</code></example>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Validates the options.</summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Realm"/> contains another character than printable ASCII without quotes and backslashes, <see cref="AuditResource"/>
    /// or <see cref="Trust"/> is null, or <see cref="AllowTokenInQueryFor"/> contains something else than a path.
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

        foreach (var path in AllowTokenInQueryFor)
        {
            ValidatePath(path);
        }
    }

    private static void ValidatePath(string? path)
    {
        if (!IsPath(path))
        {
            throw new InvalidOperationException(
                $"HipaaJwtBearerOptions.AllowTokenInQueryFor contains {(path is null ? "null" : $"\"{path}\"")}, which is not the path "
                + "of a hub. Write the complete path without parameters, query and wildcards, such as \"/hubs/charts\".");
        }
    }

    private static bool IsPath(string? path) =>
        path is ['/', ..] && path is not ['/', '/', ..] && !path.AsSpan().ContainsAny(NoPathCharacters);
}
