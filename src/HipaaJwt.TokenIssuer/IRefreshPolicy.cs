namespace HipaaJwt;

/// <summary>
/// Decides at each refresh whether the session may go on: is the user still active, and with which roles? Implementations may be
/// scoped. An exception or a timeout rejects the refresh as unavailable, and the session stays.
/// </summary>
public interface IRefreshPolicy
{
    /// <summary>Decides about a refresh.</summary>
    /// <param name="context">The session.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="TokenIssuerOptions.PolicyTimeout"/>, and when the caller cancels.</param>
    /// <returns>The decision.</returns>
    ValueTask<RefreshDecision> DecideAsync(RefreshContext context, CancellationToken cancellationToken);
}

/// <summary>The session that is to be continued.</summary>
public sealed record RefreshContext
{
    /// <summary>The user, <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>The session, <c>sid</c>.</summary>
    public required string SessionId { get; init; }

    /// <summary>The roles with which the session started.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The scopes with which the session started.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The time at which the session started, by the store's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Returns the name of the type only.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(RefreshContext);
}

/// <summary>The decision of a refresh policy.</summary>
public sealed record RefreshDecision
{
    private RefreshDecision(bool isAllowed) => IsAllowed = isAllowed;

    /// <summary>Continues the session with the roles and scopes with which it started.</summary>
    public static RefreshDecision Continue { get; } = new(true);

    /// <summary>Ends the session.</summary>
    public static RefreshDecision End { get; } = new(false);

    /// <summary>Whether the session goes on.</summary>
    public bool IsAllowed { get; }

    /// <summary>The roles of the new access token.</summary>
    /// <value><see langword="null"/> by default: those with which the session started.</value>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The scopes that the user still has. Scopes that the session does not have are ignored.</summary>
    /// <value><see langword="null"/> by default: those with which the session started.</value>
    public IReadOnlyList<string>? Scopes { get; init; }
}
