using ClinicApi.Accounts;
using HipaaJwt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.Endpoints;

/// <summary>Administers users and their sessions.</summary>
internal static class UserEndpoints
{
    private const string Permission = "users:manage";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users/{user}").RequirePermission(Permission).WithTags("Users").AddEndpointFilter<Unavailable>();
        users.MapDelete(string.Empty, DisableAsync)
            .WithSummary("Disables an account. Its sessions end at their next refresh");
        users.MapGet("/sessions", ListAsync)
            .WithSummary("Lists the sessions of a user");
        users.MapDelete("/sessions", EndAllAsync)
            .WithSummary("Ends all sessions of a user, and revokes their access tokens");
        users.MapDelete("/sessions/{session}", EndAsync)
            .WithSummary("Ends a session, and revokes its access tokens");
    }

    private static async Task<Results<NoContent, NotFound>> DisableAsync(
        string user, AccountStore accounts, CancellationToken cancellationToken) =>
        await accounts.DisableAsync(user, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<UserSession[]>> ListAsync(
        string user, ISessionAdministrator sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok<UserSession[]>([.. (await sessions.ListAsync(user, cancellationToken)).Select(UserSession.Of)]);

    private static async Task<Ok<EndedSessions>> EndAllAsync(string user, ISessionAdministrator sessions, HttpContext http) =>
        TypedResults.Ok(new EndedSessions(await sessions.EndAllAsync(user, RequestOf(http), CancellationToken.None)));

    private static async Task<Results<NoContent, NotFound>> EndAsync(
        string user, string session, ISessionAdministrator sessions, HttpContext http)
    {
        var current = await sessions.ListAsync(user, CancellationToken.None);
        return current.Any(candidate => candidate.SessionId == session)
            && await sessions.EndAsync(session, RequestOf(http), CancellationToken.None)
                ? TypedResults.NoContent()
                : TypedResults.NotFound();
    }

    /// <summary>The audit event names the administrator.</summary>
    private static SessionEndRequest RequestOf(HttpContext http) => new()
    {
        RequestedBy = http.GetValidatedJwt(),
        RequestId = http.TraceIdentifier,
        RemoteAddress = http.Connection.RemoteIpAddress,
    };
}

/// <summary>A session of a user.</summary>
public sealed record UserSession(
    string Id,
    string Client,
    DateTimeOffset StartedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? Device)
{
    public static UserSession Of(SessionInfo session) => new(
        session.SessionId,
        session.ClientId,
        session.StartedAt,
        session.LastUsedAt,
        session.ExpiresAt,
        session.RemoteAddress?.ToString(),
        session.Device);
}

/// <summary>How many sessions were ended.</summary>
public sealed record EndedSessions(int Ended);
