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
    public void Any_string_comes_back_from_its_escaped_form() =>
        Gen.String.Where(IsText).Sample(
            text =>
            {
                ReadsAs(JsonSerializer.Serialize(text), text);
                ReadsAs(JsonSerializer.Serialize(text, Relaxed), text);
                ReadsAs("\"" + string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")) + "\"", text);
            },
            iter: 10_000);

    [Fact]
    public void Any_string_that_the_strict_reader_accepts_reads_as_the_platform_reads_it() =>
        JsonGen.ObjectText.Where(PlatformJson.AcceptsObject).Sample(
            json =>
            {
                using var document = JsonDocument.Parse(json);
                using var index = JsonMemberBuffer.Rent();
                StrictJson.ReadObject(json, index, out var members);

                var place = 0;
                foreach (var expected in document.RootElement.EnumerateObject())
                {
                    var (name, value) = members.Members[place++];
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
    public void Values_are_equal_by_what_they_mean_and_equal_ones_hash_alike(string left, string right, bool equal)
    {
        var json = Encoding.UTF8.GetBytes(left + right);
        var leftValue = new JsonValue(0, left.Length, JsonKind.String, left.Contains('\\', StringComparison.Ordinal));
        var rightValue = new JsonValue(left.Length, right.Length, JsonKind.String, right.Contains('\\', StringComparison.Ordinal));

        JsonText.AreEqual(json, leftValue, rightValue).Should().Be(equal);
        (JsonText.Hash(json, leftValue) == JsonText.Hash(json, rightValue)).Should().Be(equal);
    }

    private static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static void ReadsAs(string quoted, string text)
    {
        var json = Encoding.UTF8.GetBytes(quoted);
        var value = new JsonValue(1, json.Length - 2, JsonKind.String, quoted.Contains('\\', StringComparison.Ordinal));

        JsonText.GetString(json, value).Should().Be(text);
        JsonText.AreEqual(json, value, Encoding.UTF8.GetBytes(text)).Should().BeTrue();
        JsonText.AreEqual(json, value, Encoding.UTF8.GetBytes(text + "x")).Should().BeFalse();
        JsonText.Unescaped(json, value, new byte[json.Length]).SequenceEqual(Encoding.UTF8.GetBytes(text)).Should().BeTrue();
    }
}
