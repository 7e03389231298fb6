namespace HipaaJwt.Text;

/// <summary>A JSON object that has been checked, with the places of its own members.</summary>
internal readonly ref struct JsonObject
{
    public JsonObject(ReadOnlySpan<byte> json, ReadOnlySpan<JsonMember> members)
    {
        Json = json;
        Members = members;
    }

    public ReadOnlySpan<byte> Json { get; }

    public ReadOnlySpan<JsonMember> Members { get; }

    public bool TryFind(ReadOnlySpan<byte> name, out JsonValue value)
    {
        foreach (ref readonly var member in Members)
        {
            if (JsonText.AreEqual(Json, member.Name, name))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
