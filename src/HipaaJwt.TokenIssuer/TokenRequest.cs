using System.Net;
using System.Text.Json.Nodes;

namespace HipaaJwt;

/// <summary>
/// A user who has signed in, and the tokens to issue. The application has authenticated the user: the issuer believes what it says.
/// </summary>
public sealed record TokenRequest
{
    /// <summary>The user, <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The client that the user signed in with, <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The roles, <c>roles</c> (RFC 9068, section 2.2.3.1).</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The scopes, <c>scope</c> (RFC 8693, section 4.2).</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The audiences, of those in <see cref="TokenIssuerOptions.Audiences"/>.</summary>
    /// <value>Empty by default: all of them.</value>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The time at which the user authenticated, <c>auth_time</c>.</summary>
    /// <value><see langword="null"/> by default: now.</value>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>The authentication context class, <c>acr</c>.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? AuthenticationContext { get; init; }

    /// <summary>The methods of the authentication, <c>amr</c>, such as <c>pwd</c> and <c>otp</c> (RFC 8176).</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The party that acts for the user, <c>act</c> (RFC 8693, section 4.1).</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? Actor { get; init; }

    /// <summary>Further claims. Claims that the issuer sets itself are rejected.</summary>
    /// <value><see langword="null"/> by default.</value>
    public JsonObject? Claims { get; init; }

    /// <summary>The key or certificate that the tokens are bound to.</summary>
    /// <value><see langword="null"/> by default: the refresh token is replaced at each use.</value>
    public TokenBinding? Binding { get; init; }

    /// <summary>Whether to start a session, with a refresh token. Without it, the access token simply expires.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool StartSession { get; init; } = true;

    /// <summary>The address of the client, for the list of sessions and the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>
    /// A description of the client's device for the list of sessions, such as its User-Agent; at most 256 characters are kept.
    /// </summary>
    /// <value><see langword="null"/> by default.</value>
    public string? Device { get; init; }

    /// <summary>The identifier of the request, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? RequestId { get; init; }

    /// <summary>Returns the name of the type only, because the request contains personal data.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(TokenRequest);
}
