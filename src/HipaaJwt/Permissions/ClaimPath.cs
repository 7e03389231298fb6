using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>
/// The way to a claim through nested objects: <c>realm_access.roles</c>. A name that is an address, as RFC 7519,
/// section 4.2 advises for private claims, is one step, dots and all.
/// </summary>
internal sealed class ClaimPath
{
    private readonly ImmutableArray<byte[]> _steps;

    public ClaimPath(string path)
    {
        Text = path;
        string[] steps = path.Contains("://", StringComparison.Ordinal) ? [path] : path.Split('.');
        _steps = [.. steps.Select(Encoding.UTF8.GetBytes)];
    }

    public string Text { get; }

    public string Root => Encoding.UTF8.GetString(_steps[0]);

    public static bool IsWellFormed(string? path) =>
        !string.IsNullOrEmpty(path) && (path.Contains("://", StringComparison.Ordinal) || !path.Split('.').Contains(string.Empty));

    /// <summary>Finds the value, given the value of the first step.</summary>
    /// <returns>The JSON in which the value's place counts; empty where the path leads nowhere.</returns>
    public ReadOnlySpan<byte> Follow(ReadOnlySpan<byte> json, JsonValue root, out JsonValue value)
    {
        value = root;
        for (var step = 1; step < _steps.Length; step++)
        {
            if (value.Kind != JsonKind.Object)
            {
                return default;
            }

            json = value.RawIn(json);
            using var index = JsonMemberBuffer.Rent();
            StrictJson.ReadObject(json, index, out var nested);
            if (!nested.TryFind(_steps[step], out value))
            {
                return default;
            }
        }

        return json;
    }

    /// <summary>Adds the claim's values: those of a list separated by blanks, or the strings of an array.</summary>
    public void AddValues(ClaimsSet claims, List<string> values)
    {
        if (!claims.TryFind(_steps[0], out var root))
        {
            return;
        }

        var json = Follow(claims.JsonSpan, root, out var value);
        if (json.IsEmpty)
        {
            return;
        }

        if (value.Kind == JsonKind.String)
        {
            values.AddRange(JsonText.GetString(json, value).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        else if (value.Kind == JsonKind.Array)
        {
            foreach (var element in new JsonArray(json, value))
            {
                values.AddRange(element.Kind == JsonKind.String ? [JsonText.GetString(json, element)] : []);
            }
        }
    }
}
