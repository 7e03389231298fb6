using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class Utf8TableTests
{
    [Fact]
    public void Finds_every_name_and_no_other() =>
        Gen.Select(Gen.String.HashSet[0, 60], Gen.String).Sample(
            (names, otherName) =>
            {
                var table = names.Where(IsText).ToUtf8Table();

                foreach (var name in names.Where(IsText))
                {
                    table.TryGetValue(Encoding.UTF8.GetBytes(name), out var value).Should().BeTrue();
                    value.Should().Be(name);
                }

                table.TryGetValue(Encoding.UTF8.GetBytes(otherName), out _).Should().Be(IsText(otherName) && names.Contains(otherName));
            },
            iter: 2_000);

    [Fact]
    public void An_empty_table_contains_nothing()
    {
        var table = new Utf8Table<string>([], []);

        table.Count.Should().Be(0);
        table.TryGetValue([], out _).Should().BeFalse();
        table.TryGetValue("a"u8, out _).Should().BeFalse();
    }

    [Fact]
    public void Names_with_colliding_hashes_have_their_own_values()
    {
        var (one, other) = HashCollision.Find();
        var table = new Utf8Table<int>([one, other], [1, 2]);

        table.TryGetValue(Encoding.UTF8.GetBytes(one), out var first).Should().BeTrue();
        table.TryGetValue(Encoding.UTF8.GetBytes(other), out var second).Should().BeTrue();
        (first, second).Should().Be((1, 2));
        new Utf8Table<int>([one], [1]).TryGetValue(Encoding.UTF8.GetBytes(other), out _).Should().BeFalse();
    }

    [Fact]
    public void Finds_a_name_in_its_escaped_spelling()
    {
        var json = "\"\\u0061lg\""u8;
        var table = new Utf8Table<int>(["alg"], [7]);

        table.TryGetValue(json, new JsonValue(1, json.Length - 2, JsonKind.String, isEscaped: true), out var value).Should().BeTrue();
        value.Should().Be(7);
    }

    [Theory]
    [InlineData("alg", 7)]
    [InlineData("\\u0061lg", 7)]
    [InlineData("al", null)]
    [InlineData("alx", null)]
    [InlineData("algo", null)]
    public void Finds_an_object_member_by_its_name_escaped_or_not(string name, int? expected)
    {
        var table = new Utf8Table<int>(["alg"], [7]);
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(Encoding.ASCII.GetBytes($$"""{"x":0,"{{name}}":1}"""), index, out var members).Should().Be(JsonFault.None);

        table.TryGetValue(members, 0, out _).Should().BeFalse();
        table.TryGetValue(members, 1, out var value).Should().Be(expected is not null);
        value.Should().Be(expected ?? 0);
    }

    [Fact]
    public void The_hash_depends_on_every_byte_and_on_the_length() =>
        Gen.Select(Gen.Byte.Array[1, 40], Gen.Int[0, 39], Gen.Byte[1, 255]).Sample(
            (name, index, change) =>
            {
                var other = name.ToArray();
                other[index % name.Length] ^= change;

                Utf8Hash.Compute(name).Should().Be(Utf8Hash.Compute(name.ToArray()));
                Utf8Hash.Compute(other).Should().NotBe(Utf8Hash.Compute(name));
                Utf8Hash.Compute([.. name, 0]).Should().NotBe(Utf8Hash.Compute(name));
            },
            iter: 5_000);

    [Fact]
    public void Similar_names_spread_over_the_table()
    {
        var hashes = Enumerable.Range(0, 4096).Select(number => Utf8Hash.Compute(Encoding.ASCII.GetBytes($"claim_{number}")) & 0xFFF);

        // Random hashes fill 63 % of 4,096 slots. A poor hash fills far fewer.
        hashes.Distinct().Count().Should().BeGreaterThan(2200);
    }

    private static bool IsText(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) == name;
}
