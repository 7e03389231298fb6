using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Terminal;

/// <summary>Makes JSON arrays.</summary>
internal static class JsonList
{
    public static JsonArray Of(IEnumerable<string> values) => Of(values.Select(value => (JsonNode)value));

    public static JsonArray Of(IEnumerable<JsonNode> values)
    {
        var array = new JsonArray();
        foreach (var value in values)
        {
            array.Add(value);
        }

        return array;
    }
}
