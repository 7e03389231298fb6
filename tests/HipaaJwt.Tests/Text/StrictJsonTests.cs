using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class StrictJsonTests
{
    [Fact]
    public void Generated_objects_are_accepted_exactly_where_the_platform_accepts_them() =>
        JsonGen.ObjectText.Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Damaged_objects_are_accepted_exactly_where_the_platform_accepts_them() =>
        JsonGen.DamagedObjectText.Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Arbitrary_bytes_are_accepted_exactly_where_the_platform_accepts_them() =>
        Gen.Byte.Array[0, 40].Sample(AgreesWithThePlatform, iter: 30_000);

    [Fact]
    public void Arbitrary_bytes_in_an_object_are_accepted_exactly_where_the_platform_accepts_them() =>
        Gen.Byte.Array[0, 6].Sample(bytes => AgreesWithThePlatform([.. "{\"a\":\""u8, .. bytes, .. "\"}"u8]), iter: 30_000);

    [Fact]
    public void The_generators_make_both_good_and_bad_texts()
    {
        var good = 0;
        var bad = 0;
        JsonGen.ObjectText.Sample(
            json =>
            {
                Interlocked.Add(ref good, PlatformJson.AcceptsObject(json) ? 1 : 0);
                Interlocked.Add(ref bad, PlatformJson.AcceptsObject(json) ? 0 : 1);
            },
            iter: 2_000);

        good.Should().BeGreaterThan(200);
        bad.Should().BeGreaterThan(200);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"\u0061":1,"\u0061":2}""")]
    [InlineData("""{"b":{"a":1,"c":[],"a":2}}""")]
    [InlineData("""{"b":[{"a":{"d":1,"d":1}}]}""")]
    [InlineData("""{"":1,"":2}""")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""")]
    public void A_member_that_occurs_twice_is_a_duplicate_at_every_depth_and_in_every_spelling(string json) =>
        ReadText(json).Should().Be(JsonFault.Duplicate);

    [Theory]
    [InlineData("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}""")]
    [InlineData("""{"a":1,"A":2,"a ":3,"":4}""")]
    public void Equal_names_in_different_objects_are_no_duplicates(string json) =>
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
    public void A_text_that_is_not_one_object_is_malformed(string json) =>
        ReadText(json).Should().Be(JsonFault.Malformed);

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void A_blank_may_stand_wherever_the_grammar_has_one(string blank) =>
        ReadText("_{_'a'_:_[_1_,_[_]_,_{_}_,_'x'_]_,_'b'_:_{_'c'_:_-0.5e+1_,_'d'_:_1E-2_}_,_'e'_:_''_}_"
            .Replace("_", blank, StringComparison.Ordinal).Replace('\'', '"')).Should().Be(JsonFault.None);

    [Fact]
    public void A_failed_read_hands_out_no_members()
    {
        using var index = JsonMemberBuffer.Rent();

        StrictJson.ReadObject("""{"a":1,"b":}"""u8, index, out var result);

        result.Members.Length.Should().Be(0);
    }

    [Fact]
    public void Members_are_told_with_the_places_and_kinds_of_their_values()
    {
        var json = """ {"s":"te\u0078t","n":-1.5e3,"t":true,"f":false,"z":null,"a":[1,{"x":2}],"o":{"y":3}} """u8;
        using var index = JsonMemberBuffer.Rent();

        StrictJson.ReadObject(json, index, out var result).Should().Be(JsonFault.None);

        List<string> told = [];
        foreach (var member in result.Members)
        {
            told.Add($"{Raw(json, member.Name)}={member.Value.Kind}:{Raw(json, member.Value)}");
        }

        told.Should().Equal(
            "s=String:te\\u0078t",
            "n=Number:-1.5e3",
            "t=True:true",
            "f=False:false",
            "z=Null:null",
            """a=Array:[1,{"x":2}]""",
            """o=Object:{"y":3}""");
        result.TryFind("n"u8, out var number).Should().BeTrue();
        number.Kind.Should().Be(JsonKind.Number);
        result.TryFind("x"u8, out _).Should().BeFalse("members of nested objects are not its own");
    }

    [Fact]
    public void Two_names_whose_hashes_collide_are_not_taken_for_one()
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
