using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>A response of an endpoint.</summary>
internal sealed record EndpointAnswer(int Status, string Body, IReadOnlyDictionary<string, string[]> Headers)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? Error => Body.Length == 0 ? null : Text("error");

    public string AccessToken => Text("access_token")!;

    public string RefreshToken => Text("refresh_token")!;

    /// <summary>The cookie with the refresh token that the response sets or deletes; null if it does neither.</summary>
    public string? Cookie => Headers.GetValueOrDefault("Set-Cookie")?.Single();

    public string? Text(string member) => Json[member]?.GetValue<string>();

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join('|', values) : null;

    public static async Task<EndpointAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new EndpointAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }
}
