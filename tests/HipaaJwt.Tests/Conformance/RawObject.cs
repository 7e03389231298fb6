using System.Collections.Immutable;

namespace HipaaJwt.Tests.Conformance;

/// <summary>A JSON object as text. Members keep their order and raw values, valid or not.</summary>
public sealed class RawObject
{
    private readonly ImmutableArray<(string Name, string Value)> _members;

    private RawObject(ImmutableArray<(string Name, string Value)> members) => _members = members;

    public static RawObject Empty { get; } = new([]);

    /// <summary>Replaces the value of a member or adds the member at the end.</summary>
    public RawObject With(string name, string rawValue)
    {
        var index = _members.Select(member => member.Name).ToList().IndexOf(name);
        return index < 0 ? Also(name, rawValue) : new RawObject(_members.SetItem(index, (name, rawValue)));
    }

    /// <summary>Adds a member at the end, also if there is one with the same name.</summary>
    public RawObject Also(string rawName, string rawValue) => new(_members.Add((rawName, rawValue)));

    /// <summary>Adds a member at the beginning, also if there is one with the same name.</summary>
    public RawObject First(string rawName, string rawValue) => new(_members.Insert(0, (rawName, rawValue)));

    public RawObject Without(string name) => new(_members.RemoveAll(member => member.Name == name));

    /// <summary>Replaces the name of a member by another spelling.</summary>
    public RawObject Renamed(string name, string rawName) =>
        new([.. _members.Select(member => member.Name == name ? (rawName, member.Value) : member)]);

    public override string ToString() => "{" + string.Join(',', _members.Select(member => $"\"{member.Name}\":{member.Value}")) + "}";
}
