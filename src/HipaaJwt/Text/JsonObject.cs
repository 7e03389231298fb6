namespace HipaaJwt.Text;

/// <summary>A validated JSON object: the positions of its direct members and the hashes of their names.</summary>
internal readonly ref struct JsonObject
{
    public JsonObject(ReadOnlySpan<byte> json, ReadOnlySpan<JsonMember> members, ReadOnlySpan<uint> fingerprints)
    {
        Json = json;
        Members = members;
        Fingerprints = fingerprints;
    }

    public ReadOnlySpan<byte> Json { get; }

    public ReadOnlySpan<JsonMember> Members { get; }

    /// <summary>The <see cref="Utf8Hash"/> of the unescaped name of each member.</summary>
    public ReadOnlySpan<uint> Fingerprints { get; }

    public bool TryFind(ReadOnlySpan<byte> name, out JsonValue value) => TryFind(Json, Members, name, out value);

    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<JsonMember> members, ReadOnlySpan<byte> name, out JsonValue value)
    {
        foreach (ref readonly var member in members)
        {
            if (JsonText.AreEqual(json, member.Name, name))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
