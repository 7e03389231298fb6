using System.Buffers;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>
/// How a bearer scheme receives tokens and answers rejections. Set the trusted issuers in <see cref="HipaaJwtOptions"/>.
/// The options are also read from the configuration section <c>Authentication:Schemes:{scheme}</c>.
/// </summary>
public sealed class HipaaJwtBearerOptions : AuthenticationSchemeOptions
{
    private static readonly SearchValues<char> RealmCharacters = SearchValues.Create(
        Enumerable.Range(0x20, 0x5F).Select(code => (char)code).Where(character => character is not ('"' or '\\')).ToArray());

    /// <summary>The name of the trust that validates the tokens of this scheme, as <c>AddHipaaJwt("name", …)</c> was called with.</summary>
    /// <value>Empty by default: the unnamed trust.</value>
    public string Trust { get; set; } = string.Empty;

    /// <summary>
    /// Adds the name of the error code, such as <c>TokenExpired</c>, to the challenge as <c>error_description</c>. What is given
    /// up: a caller learns which check a forged token failed.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IncludeErrorDetails { get; set; }

    /// <summary>The realm of challenges (RFC 9110, section 11.5): printable ASCII without quotes and backslashes.</summary>
    /// <value><see langword="null"/> by default: none.</value>
    public string? Realm { get; set; }

    /// <summary>
    /// Accepts tokens over plain HTTP from other machines. What is given up: everybody on the network path can use the token
    /// (RFC 6750, section 5.3). Behind a proxy that terminates TLS, use the forwarded headers middleware instead.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowPlainHttpOutsideLoopback { get; set; }

    /// <summary>
    /// Adds a DPoP challenge beside Bearer to the answer to a request without a token (RFC 9449, section 7.2). Tokens under the
    /// scheme <c>DPoP</c> are accepted with and without this option.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool OfferDPoP { get; set; }

    /// <summary>Names the requested resource for the audit event. Return null to record no resource.</summary>
    /// <value>
    /// By default the method and the route pattern, such as <c>GET /patients/{id}/chart</c>; never the address itself, because
    /// addresses contain identifiers of patients.
    /// </value>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Realm is not null && Realm.AsSpan().ContainsAnyExcept(RealmCharacters))
        {
            throw new InvalidOperationException(
                "HipaaJwtBearerOptions.Realm is written into a header between quotes. Use printable ASCII without quotes and backslashes, such as \"clinic\".");
        }

        if (AuditResource is null)
        {
            throw new InvalidOperationException("HipaaJwtBearerOptions.AuditResource must not be null. To record no resource, return null from it.");
        }

        if (Trust is null)
        {
            throw new InvalidOperationException("HipaaJwtBearerOptions.Trust must not be null. Leave it empty for the unnamed trust.");
        }
    }
}
