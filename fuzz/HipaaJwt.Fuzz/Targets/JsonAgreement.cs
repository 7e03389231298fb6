using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Compares what the library found in a JSON text with what the platform found, down to the last element.</summary>
internal static class JsonAgreement
{
    public static void Check(JsonObject actual, JsonElement expected)
    {
        var place = 0;
        foreach (var member in expected.EnumerateObject())
        {
            Require.That(place < actual.Members.Length, "every member is found");
            var (name, value) = actual.Members[place];
            CheckString(actual.Json, name, member.Name);
            Require.Equal(actual.Fingerprints[place], Utf8Hash.Compute(Encoding.UTF8.GetBytes(member.Name)), "a name has the hash of its characters");
            Require.That(actual.TryFind(Encoding.UTF8.GetBytes(member.Name), out var found) && found == value, "a member is found by its name");
            CheckValue(actual.Json, value, member.Value);
            place++;
        }

        Require.Equal(actual.Members.Length, place, "nothing is found that is not there");
    }

    private static void CheckValue(ReadOnlySpan<byte> json, JsonValue actual, JsonElement expected)
    {
        Require.Equal(actual.Kind.ToString(), expected.ValueKind.ToString(), "the kind of value");
        if (actual.Kind == JsonKind.String)
        {
            CheckString(json, actual, expected.GetString()!);
            return;
        }

        Require.That(actual.RawIn(json).SequenceEqual(JsonMarshal.GetRawUtf8Value(expected)), "a value stands where it stands");
        if (actual.Kind == JsonKind.Object)
        {
            using var index = JsonMemberBuffer.Rent();
            Require.Equal(StrictJson.ReadObject(actual.RawIn(json), index, out var nested), JsonFault.None, "a part of strict JSON is strict");
            Check(nested, expected);
        }
        else if (actual.Kind == JsonKind.Array)
        {
            CheckArray(json, actual, expected);
        }
    }

    private static void CheckArray(ReadOnlySpan<byte> json, JsonValue actual, JsonElement expected)
    {
        using var items = expected.EnumerateArray();
        foreach (var element in new JsonArray(json, actual))
        {
            Require.That(items.MoveNext(), "an array has no more elements than it has");
            CheckValue(json, element, items.Current);
        }

        Require.That(!items.MoveNext(), "every element is found");
    }

    private static void CheckString(ReadOnlySpan<byte> json, JsonValue actual, string expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(expected);
        Require.Equal(JsonText.GetString(json, actual), expected, "the characters of a string");
        Require.That(JsonText.AreEqual(json, actual, utf8), "a string equals its characters");
        Require.That(JsonText.AreEqual(json, actual, actual), "a string equals itself");
        Require.That(!JsonText.AreEqual(json, actual, [.. utf8, (byte)'x']), "a string equals no longer one");
        Require.Equal(JsonText.Hash(json, actual), Utf8Hash.Compute(utf8), "the hash is that of the characters");
        Require.Equal(IdentifierText.IsValid(json, actual), IsIdentifier(expected), "an identifier has no control characters");
    }

    /// <summary>What may name somebody or something.</summary>
    public static bool IsIdentifier(string text) => text.Length > 0 && !text.Any(char.IsControl);
}
