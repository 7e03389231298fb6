using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tool.Tests.Support;

/// <summary>Settings that trust an issuer, as text.</summary>
internal static class SettingsFile
{
    public static string Trusting(TestIssuer issuer, Action<JsonObject>? changeIssuer = null, Action<JsonObject>? change = null) =>
        Of(entry => entry["SigningKeys"] = new JsonArray(Jwk.Of(issuer.Key)), changeIssuer, change);

    public static string Fetching(string jwksUri, Action<JsonObject>? changeIssuer = null) =>
        Of(entry => entry["JwksUri"] = jwksUri, changeIssuer);

    public static string FetchingMetadata(string address) => Of(entry => entry["MetadataAddress"] = address);

    private static string Of(Action<JsonObject> keys, Action<JsonObject>? changeIssuer = null, Action<JsonObject>? change = null)
    {
        var entry = new JsonObject
        {
            ["Issuer"] = TestIssuer.Name,
            ["Audiences"] = new JsonArray(TestIssuer.Audience),
            ["Algorithms"] = new JsonArray("ES256"),
        };
        keys(entry);
        changeIssuer?.Invoke(entry);
        var options = new JsonObject { ["Issuers"] = new JsonArray(entry) };
        change?.Invoke(options);
        return new JsonObject { ["HipaaJwt"] = options }.ToJsonString();
    }
}
