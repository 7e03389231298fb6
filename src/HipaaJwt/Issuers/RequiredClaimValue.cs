using System.Collections.Immutable;
using System.Text;

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

    public ImmutableArray<byte[]> Utf8Values { get; }
}
