using System.Collections.Immutable;

namespace HipaaJwt.Tests.Conformance;

/// <summary>A JSON object as text: members in order, each value as it is written, right or wrong.</summary>
public sealed class RawObject
{
    private readonly ImmutableArray<(string Name, string Value)> _members;

    private RawObject(ImmutableArray<(string Name, string Value)> members) => _members = members;

    public static RawObject Empty { get; } = new([]);

    /// <summary>Puts a value in the place of the old one, or at the end.</summary>
    public RawObject With(string name, string rawValue)
    {
        var place = _members.Select(member => member.Name).ToList().IndexOf(name);
        return place < 0 ? Also(name, rawValue) : new RawObject(_members.SetItem(place, (name, rawValue)));
    }

    /// <summary>Adds a member at the end, though one of its name may be there.</summary>
    public RawObject Also(string rawName, string rawValue) => new(_members.Add((rawName, rawValue)));

    /// <summary>Adds a member at the beginning, though one of its name may be there.</summary>
    public RawObject First(string rawName, string rawValue) => new(_members.Insert(0, (rawName, rawValue)));

    public RawObject Without(string name) => new(_members.RemoveAll(member => member.Name == name));

    /// <summary>Spells the name of a member in another way.</summary>
    public RawObject Renamed(string name, string rawName) =>
        new([.. _members.Select(member => member.Name == name ? (rawName, member.Value) : member)]);

    public override string ToString() => "{" + string.Join(',', _members.Select(member => $"\"{member.Name}\":{member.Value}")) + "}";
}
