using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class StrictJsonTests
{
    [Fact]
    public void Agrees_with_the_platform_on_generated_objects() =>
        JsonGen.ObjectText.Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Agrees_with_the_platform_on_damaged_objects() =>
        JsonGen.DamagedObjectText.Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Agrees_with_the_platform_on_arbitrary_bytes() =>
        Gen.Byte.Array[0, 40].Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Agrees_with_the_platform_on_arbitrary_bytes_in_a_string() =>
        Gen.Byte.Array[0, 6].Sample(bytes => AgreesWithThePlatform([.. "{\"a\":\""u8, .. bytes, .. "\"}"u8]), iter: 30_000);

    [Fact]
    public void The_generator_produces_valid_and_invalid_texts()
    {
        var valid = 0;
        var invalid = 0;
        JsonGen.ObjectText.Sample(
            json =>
            {
                Interlocked.Add(ref valid, PlatformJson.AcceptsObject(json) ? 1 : 0);
                Interlocked.Add(ref invalid, PlatformJson.AcceptsObject(json) ? 0 : 1);
            },
            iter: 2_000);

        valid.Should().BeGreaterThan(200);
        invalid.Should().BeGreaterThan(200);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"\u0061":1,"\u0061":2}""")]
    [InlineData("""{"b":{"a":1,"c":[],"a":2}}""")]
    [InlineData("""{"b":[{"a":{"d":1,"d":1}}]}""")]
    [InlineData("""{"":1,"":2}""")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""")]
    public void Finds_duplicate_members_at_every_depth_and_in_every_spelling(string json) =>
        ReadText(json).Should().Be(JsonFault.Duplicate);

    [Theory]
    [InlineData("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}""")]
    [InlineData("""{"a":1,"A":2,"a ":3,"":4}""")]
    public void Equal_names_in_different_objects_are_not_duplicates(string json) =>
        ReadText(json).Should().Be(JsonFault.None);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"{}\"")]
    [InlineData("{} {}")]
    [InlineData("{}\0")]
    [InlineData("{}//")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("{\"a\":\"\\ud800\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"\\u00")]
    [InlineData("{\"a\":\"\\ud83d\\u")]
    [InlineData("{\"a\":\"\\ud83d")]
    [InlineData("{\"a\":\"\\ud83d\\xde00\"}")]
    [InlineData("{\"a\":\"\\ud83dxude00\"}")]
    [InlineData("{")]
    [InlineData("{\"")]
    [InlineData("{\"a")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":[1")]
    [InlineData("{\"a\":[1}")]
    [InlineData("{\"a\":{\"b\":1}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":1.}")]
    [InlineData("{\"a\":1e+}")]
    [InlineData("{\"a\":[tru]}")]
    public void Rejects_a_text_that_is_not_one_object(string json) =>
        ReadText(json).Should().Be(JsonFault.Malformed);

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Accepts_whitespace_wherever_the_grammar_allows_it(string whitespace) =>
        ReadText("_{_'a'_:_[_1_,_[_]_,_{_}_,_'x'_]_,_'b'_:_{_'c'_:_-0.5e+1_,_'d'_:_1E-2_}_,_'e'_:_''_}_"
            .Replace("_", whitespace, StringComparison.Ordinal).Replace('\'', '"')).Should().Be(JsonFault.None);

    [Fact]
    public void A_failed_read_returns_no_members()
    {
        using var index = JsonMemberBuffer.Rent();

        StrictJson.ReadObject("""{"a":1,"b":}"""u8, index, out var result);

        result.Members.Length.Should().Be(0);
    }

    [Fact]
    public void Returns_the_positions_and_kinds_of_member_values()
    {
        var json = """ {"s":"te\u0078t","n":-1.5e3,"t":true,"f":false,"z":null,"a":[1,{"x":2}],"o":{"y":3}} """u8;
        using var index = JsonMemberBuffer.Rent();

        StrictJson.ReadObject(json, index, out var result).Should().Be(JsonFault.None);

        List<string> descriptions = [];
        foreach (var member in result.Members)
        {
            descriptions.Add($"{Raw(json, member.Name)}={member.Value.Kind}:{Raw(json, member.Value)}");
        }

        descriptions.Should().Equal(
            "s=String:te\\u0078t",
            "n=Number:-1.5e3",
            "t=True:true",
            "f=False:false",
            "z=Null:null",
            """a=Array:[1,{"x":2}]""",
            """o=Object:{"y":3}""");
        result.TryFind("n"u8, out var number).Should().BeTrue();
        number.Kind.Should().Be(JsonKind.Number);
        result.TryFind("x"u8, out _).Should().BeFalse("nested members do not belong to the outer object");
    }

    [Fact]
    public void Distinguishes_names_with_colliding_hashes()
    {
        var (one, other) = HashCollision.Find();

        ReadText($$"""{"{{one}}":1,"{{other}}":2}""").Should().Be(JsonFault.None);
        ReadText($$"""{"{{one}}":1,"x":2,"{{other}}":3}""").Should().Be(JsonFault.None);
        ReadText($$"""{"x":1,"{{one}}":2,"{{one}}":3}""").Should().Be(JsonFault.Duplicate);
        ReadText($$"""{"{{one}}":1,"{{other}}":2,"{{other}}":3}""").Should().Be(JsonFault.Duplicate);
    }

    private static string Raw(ReadOnlySpan<byte> json, JsonValue value) => Encoding.UTF8.GetString(value.RawIn(json));

    private static JsonFault ReadText(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static JsonFault Read(byte[] json)
    {
        using var index = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(json, index, out _);
    }

    private static void AgreesWithThePlatform(byte[] json) =>
        (Read(json) == JsonFault.None).Should().Be(PlatformJson.AcceptsObject(json), Convert.ToHexString(json));
}
