using System.Net;

namespace HipaaJwt;

/// <summary>A refresh token, and what is known of the request that sent it.</summary>
public sealed record RefreshRequest
{
    /// <summary>The refresh token.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>The client that has authenticated, or has identified itself if it is public. The session must belong to it.</summary>
    public required string ClientId { get; init; }

    /// <summary>The scopes of the new access token, of those of the session (RFC 6749, section 6).</summary>
    /// <value>Empty by default: all of them.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// The keys and certificates that the request has proved to have: the key of a validated DPoP proof, and the client certificate of the
    /// connection.
    /// </summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<TokenBinding> Proofs { get; init; } = [];

    /// <summary>The address of the client, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The identifier of the request, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? RequestId { get; init; }

    /// <summary>Returns the name of the type only.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(RefreshRequest);
}
