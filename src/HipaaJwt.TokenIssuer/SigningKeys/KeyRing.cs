using System.Collections.Immutable;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>The keys of the store at one time. Immutable.</summary>
/// <param name="Signing">The keys of access tokens that were not withdrawn, the oldest first.</param>
/// <param name="Refresh">The keys of refresh tokens that were not withdrawn, the oldest first.</param>
/// <param name="Now">The time of the store's clock when they were read.</param>
/// <param name="Timestamp">The same moment by the timer of this process.</param>
internal sealed record KeyRing(
    ImmutableArray<ManagedKey> Signing, ImmutableArray<RefreshKey> Refresh, DateTimeOffset Now, long Timestamp)
{
    /// <summary>Finds the key that signs at a time of the store's clock: the newest that has become active, or else the first.</summary>
    /// <returns>Null if there is none.</returns>
    public ManagedKey? FindActive(DateTimeOffset now)
    {
        for (var index = Signing.Length - 1; index >= 0; index--)
        {
            if (Signing[index].Stored.ActivatesAt <= now)
            {
                return Signing[index];
            }
        }

        return Signing.IsEmpty ? null : Signing[0];
    }

    /// <returns>Null if the ring has no such key.</returns>
    public ManagedKey? FindSigning(string keyId)
    {
        foreach (var key in Signing)
        {
            if (key.Signer.KeyId == keyId)
            {
                return key;
            }
        }

        return null;
    }

    /// <returns>Null if the ring has no such key.</returns>
    public RefreshKey? FindRefresh(uint slot)
    {
        foreach (var key in Refresh)
        {
            if (key.Slot == slot)
            {
                return key;
            }
        }

        return null;
    }

    public override string ToString() => nameof(KeyRing);
}
