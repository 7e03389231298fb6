namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>The key of the HMAC of refresh tokens.</summary>
/// <param name="Slot">Its number.</param>
/// <param name="Secret">32 random bytes.</param>
internal sealed record RefreshKey(uint Slot, ReadOnlyMemory<byte> Secret)
{
    public override string ToString() => $"{nameof(RefreshKey)} {Slot}";
}
