using System.Text.Json.Nodes;

namespace HipaaJwt.Testing.Tokens;

/// <summary>What a test says about a token. The rest follows from the options of the issuer.</summary>
internal sealed record TokenContent(
    string Subject, IEnumerable<string>? Roles, IEnumerable<string>? Scopes, JsonObject? Claims, TimeSpan? Lifetime = null);
