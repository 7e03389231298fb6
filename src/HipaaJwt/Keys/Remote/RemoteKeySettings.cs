using HipaaJwt.Issuers;

namespace HipaaJwt.Keys.Remote;

/// <summary>Where the keys of an issuer are fetched, how often, and how long they may be used. Immutable.</summary>
internal sealed record RemoteKeySettings
{
    public required IssuerPolicy Issuer { get; init; }

    public required Uri Address { get; init; }

    /// <summary>Whether the address is that of the issuer's metadata, which contains the address of the keys.</summary>
    public required bool IsMetadata { get; init; }

    public required TimeSpan RefreshInterval { get; init; }

    /// <summary>The greatest age at which fetched keys may be used.</summary>
    public required TimeSpan MaxAge { get; init; }
}
