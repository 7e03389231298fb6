using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Abuse;

/// <summary>The time to read claims is proportional to their size.</summary>
[Collection(nameof(FloodTests))]
public sealed class LinearWorkTests(LinearWorkTests.LargeTokens fixture, ITestOutputHelper output)
    : IClassFixture<LinearWorkTests.LargeTokens>
{
    private const int Growth = 8;

    /// <summary>Linear work takes 8 times as long for 8 times the size; quadratic work takes 64 times as long.</summary>
    private const double MaxRatio = 28;

    private static readonly Dictionary<string, (int Size, Func<int, string> Value)> Shapes = new(StringComparer.Ordinal)
    {
        ["names in one object"] = (120, size => Object(size, i => $"{i:x}")),
        ["names that differ only in the middle"] = (120, size => Object(size, i => $"aaaaaaaa{i:x4}bbbbbbbb")),
        ["names that are escaped"] = (120, size => Object(size, i => $"\\u0061\\u0062\\u0063{i:x}")),
        ["names of growing length"] = (120, size => Object(size, i => new string('a', i % 200) + $"{i:x}")),
        ["objects with 100 names"] = (8, size => Repeated(Object(100, i => $"n{i}"), size)),
        ["objects with one name"] = (2_000, size => Repeated("{\"a\":0}", size)),
        ["escapes"] = (2_000, size => $"\"{string.Concat(Enumerable.Repeat("\\u0041", size))}\""),
        ["letters"] = (20_000, size => $"\"{new string('a', size)}\""),
        ["digits"] = (10_000, size => new string('9', size)),
        ["decimals"] = (10_000, size => "0." + new string('0', size)),
        ["spaces"] = (10_000, size => new string(' ', size) + "0"),
        ["arrays in an array"] = (4_000, size => Repeated("[[]]", size)),
        ["short strings"] = (4_000, size => Repeated("\"a\"", size)),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Reads_claims_in_linear_time(string shape) => CompareAsync(shape, "x");

    [Theory]
    [InlineData("digits")]
    [InlineData("decimals")]
    [InlineData("names in one object")]
    [InlineData("short strings")]
    public async Task Reads_registered_claims_in_linear_time(string shape)
    {
        foreach (var claim in new[] { "exp", "aud", "sub" })
        {
            await CompareAsync(shape, claim);
        }
    }

    private static string Object(int members, Func<int, string> name) =>
        "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"{name(i)}\":0")) + "}";

    private static string Repeated(string value, int times) => "[" + string.Join(',', Enumerable.Repeat(value, times)) + "]";

    private async Task CompareAsync(string shape, string claim)
    {
        var (size, value) = Shapes[shape];
        var small = await BestAsync(Token(claim, value(size)));
        var large = await BestAsync(Token(claim, value(size * Growth)));

        output.WriteLine($"{small.TotalMicroseconds:F0} µs, {large.TotalMicroseconds:F0} µs, {large / small:F1} times");
        (large / small).Should().BeLessThan(MaxRatio);
    }

    private byte[] Token(string claim, string value) => System.Text.Encoding.UTF8.GetBytes(fixture.SignedBy(
        "HS256", "mac-1", fixture.Mac, TokenFixture.Claims.With(claim, value).ToString()));

    /// <summary>The shortest of many runs, which has the least noise.</summary>
    private async Task<TimeSpan> BestAsync(byte[] token)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 30; run++)
        {
            var start = TimeProvider.System.GetTimestamp();
            var result = await fixture.Host.Validator.ValidateAsync(token);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
            ((int)result.Error.Code).Should().Match(code => code == 0 || code >= 500, "the claims must have been read");
        }

        return best;
    }

    public sealed class LargeTokens : TokenFixture
    {
        public LargeTokens()
            : base(options => options.MaxTokenBytes = 1024 * 1024)
        {
        }
    }
}
