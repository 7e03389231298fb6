using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>
/// Writes and reads the data of sessions as JSON. Instances of earlier and later versions read it, so members may be unknown.
/// </summary>
internal static class SessionDataJson
{
    public static byte[] Write(SessionData data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("sub", data.Subject);
        writer.WriteString("client_id", data.ClientId);
        WriteStrings(writer, "roles", data.Roles);
        WriteStrings(writer, "scope", data.Scopes);
        WriteStrings(writer, "aud", data.Audiences);
        writer.WriteNumber("auth_time", data.AuthenticatedAt.ToUnixTimeSeconds());
        WriteString(writer, "acr", data.AuthenticationContext);
        WriteStrings(writer, "amr", data.AuthenticationMethods);
        WriteString(writer, "act", data.Actor);
        WriteString(writer, "address", data.RemoteAddress?.ToString());
        WriteString(writer, "device", data.Device);
        if (data.Claims is { Count: > 0 } claims)
        {
            writer.WritePropertyName("claims");
            claims.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static SessionData Read(ReadOnlySpan<byte> json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        return new SessionData
        {
            Subject = root["sub"]!.GetValue<string>(),
            ClientId = root["client_id"]!.GetValue<string>(),
            Roles = ReadStrings(root["roles"]),
            Scopes = ReadStrings(root["scope"]),
            Audiences = ReadStrings(root["aud"]),
            AuthenticatedAt = DateTimeOffset.FromUnixTimeSeconds(root["auth_time"]!.GetValue<long>()),
            AuthenticationContext = root["acr"]?.GetValue<string>(),
            AuthenticationMethods = ReadStrings(root["amr"]),
            Actor = root["act"]?.GetValue<string>(),
            RemoteAddress = IPAddress.TryParse(root["address"]?.GetValue<string>(), out var address) ? address : null,
            Device = root["device"]?.GetValue<string>(),
            Claims = root["claims"] as JsonObject,
        };
    }

    private static void WriteString(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, string[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static string[] ReadStrings(JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(item => item!.GetValue<string>())] : [];
}
