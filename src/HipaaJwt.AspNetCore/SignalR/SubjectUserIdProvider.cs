using System.Security.Claims;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.SignalR;

/// <summary>
/// Identifies the user of a SignalR connection by the subject of the validated token. A connection without a token has the user that
/// SignalR uses by default.
/// </summary>
internal sealed class SubjectUserIdProvider : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return CallerTokens.Find(connection.User, connection.GetHttpContext()) is { } token
            ? token.Subject
            : connection.User.FindFirst(ClaimTypes.NameIdentifier)?.Value;
    }
}
