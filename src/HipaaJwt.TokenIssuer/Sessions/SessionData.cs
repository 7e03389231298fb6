using System.Net;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>What the tokens of a session contain. A store contains it encrypted.</summary>
internal sealed record SessionData
{
    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    public string[] Roles { get; init; } = [];

    public string[] Scopes { get; init; } = [];

    public string[] Audiences { get; init; } = [];

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public string? AuthenticationContext { get; init; }

    public string[] AuthenticationMethods { get; init; } = [];

    public string? Actor { get; init; }

    public JsonObject? Claims { get; init; }

    public IPAddress? RemoteAddress { get; init; }

    public string? Device { get; init; }

    public override string ToString() => nameof(SessionData);
}
