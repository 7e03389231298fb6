using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>
/// The path of a claim through nested objects, such as <c>realm_access.roles</c>. A claim name that is a URI is one step, including
/// its dots (RFC 7519 section 4.2).
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

    /// <summary>The path as the application wrote it.</summary>
    public string Text { get; }

    /// <summary>The name of the outermost claim.</summary>
    public string Root => Encoding.UTF8.GetString(_steps[0]);

    public static bool IsWellFormed(string? path) =>
        !string.IsNullOrEmpty(path) && (path.Contains("://", StringComparison.Ordinal) || !path.Split('.').Contains(string.Empty));

    /// <summary>Finds the value of the claim.</summary>
    /// <param name="json">The JSON that contains the outermost claim.</param>
    /// <param name="root">The value of the outermost claim.</param>
    /// <param name="value">The value of the claim.</param>
    /// <returns>The JSON that <paramref name="value"/> refers to; empty if the claim does not exist.</returns>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> json, JsonValue root, out JsonValue value)
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

    /// <summary>Adds the values of the claim to a list: the parts of a string separated by blanks, or the strings of an array.</summary>
    public void AddValuesTo(List<string> values, ClaimsSet claims)
    {
        if (!claims.TryFind(_steps[0], out var root))
        {
            return;
        }

        var json = Resolve(claims.JsonSpan, root, out var value);
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
