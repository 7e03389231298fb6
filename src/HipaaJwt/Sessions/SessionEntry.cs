namespace HipaaJwt;

/// <summary>A session as a store receives it. All personal data is in <see cref="Data"/>, which is encrypted.</summary>
public sealed record SessionEntry
{
    /// <summary>The unique identifier of the session.</summary>
    public required Guid Id { get; init; }

    /// <summary>The first 16 bytes, in big-endian order, of a SHA-256 digest of issuer and subject.</summary>
    public required UInt128 SubjectKey { get; init; }

    /// <summary>The client that the session was started for.</summary>
    public required string ClientId { get; init; }

    /// <summary>16 random bytes that the refresh tokens of the session depend on.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>
    /// The key or certificate that the tokens are bound to, as <c>jkt:</c> or <c>x5t#S256:</c> and its thumbprint;
    /// <see langword="null"/> if they are bound to none.
    /// </summary>
    public string? Confirmation { get; init; }

    /// <summary>The encrypted data of the session, such as its subject; at most 64 KiB.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The time without activity after which the session ends.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>The greatest lifetime of the session.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Formats the identifier only.</summary>
    /// <returns>The identifier.</returns>
    public override string ToString() => $"{nameof(SessionEntry)} {Id}";
}
