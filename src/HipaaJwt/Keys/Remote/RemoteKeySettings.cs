using HipaaJwt.Issuers;

namespace HipaaJwt.Keys.Remote;

/// <summary>The address of an issuer's keys, the refresh interval and the greatest age. Immutable.</summary>
internal sealed record RemoteKeySettings
{
    public required IssuerPolicy Issuer { get; init; }

    public required Uri Address { get; init; }

    /// <summary>Whether the address is that of the issuer's metadata, not of its JWK Set.</summary>
    public required bool IsMetadata { get; init; }

    /// <summary>Whether keys may be downloaded over plain http from other machines.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Provides the JWK Set instead of the address; null if it is downloaded.</summary>
    public IKeySetSource? Source { get; init; }

    public required TimeSpan RefreshInterval { get; init; }

    /// <summary>The greatest age at which fetched keys may be used.</summary>
    public required TimeSpan MaxAge { get; init; }
}
