namespace HipaaJwt.Encryption;

/// <summary>The inputs of content decryption (RFC 7516, section 5.2).</summary>
internal readonly ref struct JweContent
{
    public required ReadOnlySpan<byte> AssociatedData { get; init; }

    public required ReadOnlySpan<byte> Iv { get; init; }

    public required ReadOnlySpan<byte> Ciphertext { get; init; }

    public required ReadOnlySpan<byte> Tag { get; init; }
}
