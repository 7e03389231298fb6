namespace HipaaJwt.Histories.Instances;

/// <summary>What an instance needs to start. The driver sends it as JSON on the standard input.</summary>
internal sealed record InstanceSettings
{
    /// <summary><c>sqlite</c>, <c>postgresql</c> or <c>redis</c>.</summary>
    public required string Store { get; init; }

    /// <summary>The path of the file, or the port of the proxy in front of the server.</summary>
    public required string Address { get; init; }

    /// <summary>The coordinates of the issuer's public key on P-256, base64url.</summary>
    public required string KeyX { get; init; }

    public required string KeyY { get; init; }

    /// <summary>A token that the instance validates before it listens, so that the first answer does not wait for the compiler.</summary>
    public required string WarmUpToken { get; init; }

    /// <summary>Whether the revocation options have their default values. Otherwise a revocation must bind within 1 s.</summary>
    public bool HasDefaultOptions { get; init; }

    /// <summary>Whether the histories lose data. Then tokens are new. Otherwise clocks are wrong, and tokens are 6 minutes old.</summary>
    public bool LosesData { get; init; }

    /// <summary>The name of a planted defect; null if there is none.</summary>
    public string? Planted { get; init; }

    /// <summary>How far the clock of the instance is ahead, in milliseconds.</summary>
    public double ClockAhead { get; init; }
}
