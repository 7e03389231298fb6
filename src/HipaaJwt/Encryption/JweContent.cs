namespace HipaaJwt.Encryption;

/// <summary>The encrypted content of a token and what its tag covers besides (RFC 7516, section 5.1).</summary>
internal readonly ref struct JweContent
{
    public required ReadOnlySpan<byte> AssociatedData { get; init; }

    public required ReadOnlySpan<byte> Iv { get; init; }

    public required ReadOnlySpan<byte> Ciphertext { get; init; }

    public required ReadOnlySpan<byte> Tag { get; init; }
}
