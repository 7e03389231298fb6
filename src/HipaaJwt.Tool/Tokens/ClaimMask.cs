using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Tokens;

/// <summary>Hides the values of members that may identify a patient, by the default entries of <see cref="PhiClaimOptions"/>.</summary>
internal sealed class ClaimMask
{
    public const string Hidden = "***";

    private readonly PhiClaimScanner _scanner = new(new PhiClaimOptions());

    /// <summary>Copies an object with hidden values.</summary>
    public (JsonObject Shown, IReadOnlyList<string> Hidden) Apply(JsonObject json)
    {
        HashSet<string> hidden = [.. json.Where(member => IsPhi(member.Key, member.Value)).Select(member => member.Key)];
        var shown = new JsonObject();
        foreach (var (name, value) in json)
        {
            shown[name] = hidden.Contains(name) ? Hidden : value?.DeepClone();
        }

        return (shown, [.. hidden]);
    }

    /// <summary>What the scanner cannot read counts as data of a patient.</summary>
    private bool IsPhi(string name, JsonNode? value)
    {
        var member = new JsonObject { [name] = value?.DeepClone() };
        try
        {
            return _scanner.Scan(Encoding.UTF8.GetBytes(member.ToJsonString())).Count > 0;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
