using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Issuers;

/// <summary>A claim that must be a string with one of certain values.</summary>
internal sealed class RequiredClaimValue
{
    public RequiredClaimValue(string name, ImmutableArray<string> values)
    {
        Name = name;
        Values = values;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Utf8Values = [.. values.Select(Encoding.UTF8.GetBytes)];
    }

    public string Name { get; }

    public ImmutableArray<string> Values { get; }

    public byte[] Utf8Name { get; }

    private ImmutableArray<byte[]> Utf8Values { get; }

    /// <summary>Whether a claim is a string with one of the values.</summary>
    public bool Allows(ReadOnlySpan<byte> json, JsonValue value)
    {
        foreach (var allowed in Utf8Values)
        {
            if (value.Kind == JsonKind.String && JsonText.AreEqual(json, value, allowed))
            {
                return true;
            }
        }

        return false;
    }
}
