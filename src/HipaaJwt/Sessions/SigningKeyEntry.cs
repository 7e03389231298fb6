namespace HipaaJwt;

/// <summary>A key as a store receives it. The private part is encrypted.</summary>
public sealed record SigningKeyEntry
{
    /// <summary>What the key is for, and for which issuer. Keys of another purpose are independent.</summary>
    public required string Purpose { get; init; }

    /// <summary>The number of the key within its purpose, from 1. A store never contains two keys of one number.</summary>
    public required long Slot { get; init; }

    /// <summary>The <c>kid</c>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The name of the algorithm, such as <c>ES256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The encrypted key; at most 16 KiB.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The time from now after which the key is used to sign; 0 for at once.</summary>
    public required TimeSpan ActivationDelay { get; init; }

    /// <summary>Returns the name of the type only.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(SigningKeyEntry);
}
