using System.Buffers;
using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore;

/// <summary>How tokens arrive and how refusals are answered. What is trusted is said in <see cref="HipaaJwtOptions"/>.</summary>
public sealed class HipaaJwtBearerOptions : AuthenticationSchemeOptions
{
    private static readonly SearchValues<char> RealmCharacters = SearchValues.Create(
        Enumerable.Range(0x20, 0x5F).Select(code => (char)code).Where(character => character is not ('"' or '\\')).ToArray());

    /// <summary>
    /// Adds the name of the code, such as <c>TokenExpired</c>, to the challenge as <c>error_description</c>. What is given up:
    /// a caller learns which check a forged token failed.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IncludeErrorDetails { get; set; }

    /// <summary>The realm that challenges name (RFC 9110, section 11.5): printable ASCII without quotes and backslashes.</summary>
    /// <value><see langword="null"/> by default: none.</value>
    public string? Realm { get; set; }

    /// <summary>
    /// Accepts tokens over plain HTTP from other machines. What is given up: whoever can listen on the way can use the token
    /// (RFC 6750, section 5.3). Behind a proxy that ends TLS, use the forwarded headers middleware instead.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowPlainHttpOutsideLoopback { get; set; }

    /// <summary>
    /// Names DPoP beside Bearer in the challenge to a request without a token (RFC 9449, section 7.2). Tokens under the scheme
    /// <c>DPoP</c> are accepted with and without it.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool OfferDPoP { get; set; }

    /// <summary>
    /// Says what a request asks for, for the audit event. By default the method and the pattern of the route, such as
    /// <c>GET /patients/{id}/chart</c>; never the address itself, for addresses hold identifiers of patients.
    /// </summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Realm is not null && Realm.AsSpan().ContainsAnyExcept(RealmCharacters))
        {
            throw new InvalidOperationException(
                "HipaaJwtBearerOptions.Realm goes into a header between quotes. Use printable ASCII without quotes and backslashes, such as \"clinic\".");
        }

        if (AuditResource is null)
        {
            throw new InvalidOperationException("HipaaJwtBearerOptions.AuditResource must not be null. To record no resource, return null from it.");
        }
    }
}
