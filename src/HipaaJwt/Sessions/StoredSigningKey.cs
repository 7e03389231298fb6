namespace HipaaJwt;

/// <summary>A key as a store returns it. All times are those of the store's clock.</summary>
public sealed record StoredSigningKey
{
    /// <summary>What the key is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The number of the key within its purpose.</summary>
    public required long Slot { get; init; }

    /// <summary>The <c>kid</c>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The name of the algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The encrypted key.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The time at which the key was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from which the key is used to sign.</summary>
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>Whether the audit event of its creation has been written.</summary>
    /// <value><see langword="false"/> until <see cref="ISigningKeyStore.SetRecordedAsync"/>.</value>
    public bool IsRecorded { get; init; }

    /// <summary>Whether the key was withdrawn. It neither signs nor verifies any more.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Returns the name of the type only.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(StoredSigningKey);
}

/// <summary>All keys of a purpose.</summary>
/// <param name="Keys">The keys in the order of their numbers, withdrawn ones included.</param>
/// <param name="Now">The time of the store's clock at which they were read.</param>
public sealed record SigningKeyPage(IReadOnlyList<StoredSigningKey> Keys, DateTimeOffset Now);
