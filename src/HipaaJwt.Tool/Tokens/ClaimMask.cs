using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Tokens;

/// <summary>Hides the values of members that may identify a patient, by the default entries of <see cref="PhiClaimOptions"/>.</summary>
internal sealed class ClaimMask
{
    public const string Hidden = "***";

    /// <summary>The claims of the protocol, which name no patient. All others are hidden if only their combination does.</summary>
    private static readonly HashSet<string> Protocol = new(StringComparer.Ordinal)
    {
        "iss", "aud", "exp", "nbf", "iat", "jti", "azp", "client_id", "scope", "scp", "auth_time", "acr", "amr", "typ", "ver",
    };

    private readonly PhiClaimScanner _scanner = new(new PhiClaimOptions());

    /// <summary>Copies an object with hidden values.</summary>
    public (JsonObject Shown, IReadOnlyList<string> Hidden) Apply(JsonObject json)
    {
        HashSet<string> hidden = [.. json.Where(member => IsPhi(member.Key, member.Value)).Select(member => member.Key)];
        if (hidden.Count == 0 && IsPhi(json))
        {
            hidden.UnionWith(json.Select(member => member.Key).Where(name => !Protocol.Contains(name)));
        }

        var shown = new JsonObject();
        foreach (var (name, value) in json)
        {
            shown[name] = hidden.Contains(name) ? Hidden : value?.DeepClone();
        }

        return (shown, [.. hidden]);
    }

    private bool IsPhi(string name, JsonNode? value) => IsPhi(new JsonObject { [name] = value?.DeepClone() });

    /// <summary>What the scanner cannot read counts as data of a patient.</summary>
    private bool IsPhi(JsonObject json)
    {
        try
        {
            return _scanner.Scan(Encoding.UTF8.GetBytes(json.ToJsonString())).Count > 0;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
