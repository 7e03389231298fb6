using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HipaaJwt.Testing.Clients;

/// <summary>
/// The user that a client acts as. A request carries it in the Authorization header, and the host exchanges it for a token. It is not a
/// secret and proves nothing: only a host with the test kit understands it.
/// </summary>
internal sealed record TestPersona
{
    public const string Scheme = "HipaaJwtTest";

    private const string Prefix = Scheme + " ";

    public required string Subject { get; init; }

    public IReadOnlyList<string>? Roles { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public JsonObject? Claims { get; init; }

    public string? Issuer { get; init; }

    public string? Trust { get; init; }

    /// <summary>Reads the persona of a request.</summary>
    /// <returns>The persona; null if the header contains something else.</returns>
    public static TestPersona? Read(string? authorization) =>
        authorization is not null && authorization.StartsWith(Prefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<TestPersona>(Base64Url.DecodeFromChars(authorization.AsSpan(Prefix.Length)))
            : null;

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));
}
