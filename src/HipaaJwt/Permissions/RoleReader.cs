using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Reads the values of claims, such as roles, in the forms of <see cref="ClaimFormat"/>.</summary>
internal static class RoleReader
{
    /// <summary>Adds the values of a claim to a list.</summary>
    /// <param name="values">The list.</param>
    /// <param name="source">The claim. Its format is not <see cref="ClaimFormat.Usual"/>.</param>
    /// <param name="claims">The claims of the token.</param>
    public static void AddValues(List<string> values, ClaimSource source, ClaimsSet claims)
    {
        var json = source.Path.Resolve(claims, out var value);
        switch (json.IsEmpty ? JsonKind.None : value.Kind)
        {
            case JsonKind.String when source.Format == ClaimFormat.BlankSeparated:
                values.AddRange(JsonText.GetString(json, value).Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case JsonKind.String when source.Format == ClaimFormat.OneValue && value.Length > 0:
                values.Add(JsonText.GetString(json, value));
                break;
            case JsonKind.Array when source.Format is ClaimFormat.OneValue or ClaimFormat.BlankSeparated:
                foreach (var element in new JsonArray(json, value))
                {
                    values.AddRange(element.Kind == JsonKind.String ? [JsonText.GetString(json, element)] : []);
                }

                break;
            case JsonKind.Object when source.Format == ClaimFormat.ObjectKeys:
                foreach (var name in new JsonKeys(json, value))
                {
                    values.Add(JsonText.GetString(json, name));
                }

                break;
        }
    }
}
