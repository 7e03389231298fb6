using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Compares the members and elements that the library and the platform read in a JSON text.</summary>
internal static class JsonAgreement
{
    public static void Check(JsonObject actual, JsonElement expected)
    {
        var index = 0;
        foreach (var member in expected.EnumerateObject())
        {
            Require.That(index < actual.Members.Length, "every member is found");
            var (name, value) = actual.Members[index];
            CheckString(actual.Json, name, member.Name);
            var utf8Name = Encoding.UTF8.GetBytes(member.Name);
            Require.Equal(actual.Fingerprints[index], Utf8Hash.Compute(utf8Name), "a name has the hash of its characters");
            Require.That(actual.TryFind(utf8Name, out var found) && found == value, "a member is found by its name");
            CheckValue(actual.Json, value, member.Value);
            index++;
        }

        Require.Equal(actual.Members.Length, index, "no member is found that does not exist");
    }

    private static void CheckValue(ReadOnlySpan<byte> json, JsonValue actual, JsonElement expected)
    {
        Require.Equal(actual.Kind.ToString(), expected.ValueKind.ToString(), "the kind of a value is correct");
        if (actual.Kind == JsonKind.String)
        {
            CheckString(json, actual, expected.GetString()!);
            return;
        }

        Require.That(actual.RawIn(json).SequenceEqual(JsonMarshal.GetRawUtf8Value(expected)), "the range of a value is correct");
        if (actual.Kind == JsonKind.Object)
        {
            using var index = JsonMemberBuffer.Rent();
            var fault = StrictJson.ReadObject(actual.RawIn(json), index, out var nested);
            Require.Equal(fault, JsonFault.None, "a nested object of strict JSON is strict JSON");
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
            Require.That(items.MoveNext(), "no element is found that does not exist");
            CheckValue(json, element, items.Current);
        }

        Require.That(!items.MoveNext(), "every element is found");
    }

    private static void CheckString(ReadOnlySpan<byte> json, JsonValue actual, string expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(expected);
        Require.Equal(JsonText.GetString(json, actual), expected, "the characters of a string are correct");
        Require.That(JsonText.AreEqual(json, actual, utf8), "a string equals its characters");
        Require.That(JsonText.AreEqual(json, actual, actual), "a string equals itself");
        Require.That(!JsonText.AreEqual(json, actual, [.. utf8, (byte)'x']), "a string does not equal a longer string");
        Require.Equal(JsonText.Hash(json, actual), Utf8Hash.Compute(utf8), "the hash of a string is the hash of its characters");
        Require.Equal(IdentifierText.IsValid(json, actual), IsIdentifier(expected), "an identifier has no control characters");
    }

    /// <summary>Whether the text is a valid identifier: not empty, and without control characters.</summary>
    public static bool IsIdentifier(string text) => text.Length > 0 && !text.Any(char.IsControl);
}
