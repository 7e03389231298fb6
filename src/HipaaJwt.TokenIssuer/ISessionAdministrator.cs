using System.Net;

namespace HipaaJwt;

/// <summary>Lists and ends sessions. The service is a singleton and thread-safe.</summary>
public interface ISessionAdministrator
{
    /// <summary>Lists the sessions of a user that are not over, the newest first; at most 1,000.</summary>
    /// <param name="subject">The user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions.</returns>
    /// <exception cref="SessionStoreUnavailableException">The store failed or did not answer in time.</exception>
    ValueTask<IReadOnlyList<SessionInfo>> ListAsync(string subject, CancellationToken cancellationToken = default);

    /// <summary>Ends a session, and revokes its access tokens on all instances. Repeating it is safe.</summary>
    /// <param name="sessionId">The session, <c>sid</c>.</param>
    /// <param name="request">Who ends it, and why.</param>
    /// <param name="cancellationToken">Cancels the wait. The session may then end nevertheless.</param>
    /// <returns>Whether the store has the session.</returns>
    /// <exception cref="SessionStoreUnavailableException">
    /// The end was not acknowledged: a store or a required audit sink failed or did not answer in time.
    /// </exception>
    ValueTask<bool> EndAsync(string sessionId, SessionEndRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user, and revokes their access tokens on all instances. The user can sign in again at once; disable the
    /// account first if that must not be.
    /// </summary>
    /// <param name="subject">The user.</param>
    /// <param name="request">Who ends them, and why.</param>
    /// <param name="cancellationToken">Cancels the wait. The sessions may then end nevertheless.</param>
    /// <returns>The number of sessions.</returns>
    /// <exception cref="SessionStoreUnavailableException">
    /// The end was not acknowledged: a store or a required audit sink failed or did not answer in time.
    /// </exception>
    ValueTask<int> EndAllAsync(string subject, SessionEndRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Who ends a session, and why.</summary>
public sealed record SessionEndRequest
{
    /// <summary>Why the session ends.</summary>
    /// <value><see cref="SessionEndReason.Administrator"/> by default.</value>
    public SessionEndReason Reason { get; init; } = SessionEndReason.Administrator;

    /// <summary>The token of the administrator. The audit event names its subject as the actor.</summary>
    /// <value><see langword="null"/> by default.</value>
    public ValidatedJwt? RequestedBy { get; init; }

    /// <summary>The identifier of the request, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? RequestId { get; init; }

    /// <summary>The address of the client, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>Returns the reason only.</summary>
    /// <returns>The reason.</returns>
    public override string ToString() => $"{nameof(SessionEndRequest)} {Reason}";
}

/// <summary>A session of a user. The times are those of the store's clock.</summary>
public sealed record SessionInfo
{
    /// <summary>The session, <c>sid</c>.</summary>
    public required string SessionId { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>The time at which the user signed in.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The time of the last recorded activity.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>The time at which the session ends in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The address with which the user signed in.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The description of the device with which the user signed in.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The number of refreshes in a row whose refresh token was sent twice. Two tabs do that, and so does somebody who follows the user
    /// with a stolen token.
    /// </summary>
    public int RetriedRefreshes { get; init; }

    /// <summary>Returns the identifier only.</summary>
    /// <returns>The identifier.</returns>
    public override string ToString() => $"{nameof(SessionInfo)} {SessionId}";
}
