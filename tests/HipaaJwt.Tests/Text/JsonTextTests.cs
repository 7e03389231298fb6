using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class JsonTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Reads_any_string_from_its_escaped_form() =>
        Gen.String.Where(IsText).Sample(
            text =>
            {
                ShouldRead(JsonSerializer.Serialize(text), text);
                ShouldRead(JsonSerializer.Serialize(text, Relaxed), text);
                ShouldRead("\"" + string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")) + "\"", text);
            },
            iter: 10_000);

    [Fact]
    public void Reads_the_same_strings_as_the_platform() =>
        JsonGen.ObjectText.Where(PlatformJson.AcceptsObject).Sample(
            json =>
            {
                using var document = JsonDocument.Parse(json);
                using var buffer = JsonMemberBuffer.Rent();
                StrictJson.ReadObject(json, buffer, out var members);

                var index = 0;
                foreach (var expected in document.RootElement.EnumerateObject())
                {
                    var (name, value) = members.Members[index++];
                    JsonText.GetString(json, name).Should().Be(expected.Name);
                    if (value.Kind == JsonKind.String)
                    {
                        JsonText.GetString(json, value).Should().Be(expected.Value.GetString());
                    }
                }
            },
            iter: 10_000);

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("\\u0061bc", "abc", true)]
    [InlineData("abc", "\\u0061bc", true)]
    [InlineData("\\u0061bc", "a\\u0062c", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("\\u0041bc", "\\u0061bc", false)]
    [InlineData("\\n", "n", false)]
    public void Compares_and_hashes_unescaped_values(string left, string right, bool equal)
    {
        var json = Encoding.UTF8.GetBytes(left + right);
        var leftValue = new JsonValue(0, left.Length, JsonKind.String, left.Contains('\\', StringComparison.Ordinal));
        var rightValue = new JsonValue(left.Length, right.Length, JsonKind.String, right.Contains('\\', StringComparison.Ordinal));

        JsonText.AreEqual(json, leftValue, rightValue).Should().Be(equal);
        (JsonText.Hash(json, leftValue) == JsonText.Hash(json, rightValue)).Should().Be(equal);
    }

    private static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static void ShouldRead(string quoted, string text)
    {
        var json = Encoding.UTF8.GetBytes(quoted);
        var value = new JsonValue(1, json.Length - 2, JsonKind.String, quoted.Contains('\\', StringComparison.Ordinal));

        JsonText.GetString(json, value).Should().Be(text);
        JsonText.AreEqual(json, value, Encoding.UTF8.GetBytes(text)).Should().BeTrue();
        JsonText.AreEqual(json, value, Encoding.UTF8.GetBytes(text + "x")).Should().BeFalse();
        JsonText.Unescaped(json, value, new byte[json.Length]).SequenceEqual(Encoding.UTF8.GetBytes(text)).Should().BeTrue();
    }
}
