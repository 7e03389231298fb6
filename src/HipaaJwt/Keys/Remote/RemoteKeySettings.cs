using System.Collections.Immutable;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys.Remote;

/// <summary>Where the keys of an issuer are fetched from, how often, and how long they serve, as plain values that do not change.</summary>
internal sealed record RemoteKeySettings
{
    public required string Issuer { get; init; }

    public required Uri Address { get; init; }

    /// <summary>Whether the address is that of the issuer's metadata, which name the address of the keys.</summary>
    public required bool IsMetadata { get; init; }

    public required TimeSpan RefreshInterval { get; init; }

    public required TimeSpan MaxStaleness { get; init; }

    public required ImmutableArray<JwsAlgorithmRow> Algorithms { get; init; }
}
