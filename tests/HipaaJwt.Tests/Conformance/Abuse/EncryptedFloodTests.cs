using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Abuse;

/// <summary>Expensive encrypted tokens are rejected by their header, before any cryptography.</summary>
[Collection(nameof(FloodTests))]
public sealed class EncryptedFloodTests(EncryptionFixture fixture, ITestOutputHelper output) : IClassFixture<EncryptionFixture>
{
    private const int Times = 2_000;
    private const int BytesPerToken = 2_048;

    /// <summary>The limit for the 99th percentile on a busy machine. The median is a few microseconds.</summary>
    private const double MaxMicroseconds = 1_000;

    private static readonly string Rest = ".AAAA.AAAAAAAAAAAAAAAA." + new string('A', 12_000) + ".AAAAAAAAAAAAAAAAAAAAAA";

    private static readonly (string Name, byte[] Token)[] Tokens =
    [
        ("PBES2 with two billion rounds", Token("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}""")),
        ("PBES2 with its count first", Token("""{"p2c":2147483647,"alg":"PBES2-HS512+A256KW","enc":"A256GCM"}""")),
        ("compression", Token("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc","zip":"DEF"}""")),
        ("RSA1_5", Token("""{"alg":"RSA1_5","enc":"A256GCM","kid":"rsa-enc"}""")),
        ("an unknown key", Token("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"unknown"}""")),
        ("an embedded key", Token("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc","jwk":{"kty":"oct","k":"AA"}}""")),
        ("compression with a direct key", Token("""{"alg":"dir","enc":"A256GCM","zip":"DEF"}""")),
    ];

    [Fact]
    public async Task Rejects_an_expensive_header_early_without_decompression()
    {
        var time = TimeProvider.System;
        foreach (var (name, token) in Tokens)
        {
            var microseconds = new double[Times];
            await RejectAsync(token);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                var start = time.GetTimestamp();
                await RejectAsync(token);
                microseconds[i] = time.GetElapsedTime(start).TotalMicroseconds;
            }

            var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
            Array.Sort(microseconds);
            output.WriteLine(
                $"median {microseconds[Times / 2],6:F1} µs, 99th percentile {microseconds[Times * 99 / 100],6:F1} µs, "
                + $"{each,5} B  {name}");
            microseconds[Times * 99 / 100].Should().BeLessThan(MaxMicroseconds, name);
            each.Should().BeLessThanOrEqualTo(BytesPerToken, name);
        }
    }

    /// <summary>Measures the median. A point off the curve is rejected without the private key.</summary>
    [Fact]
    public async Task Rejects_a_point_off_the_curve_within_a_millisecond()
    {
        var epk = RawJwe.EphemeralKey("P-256", new byte[32], [.. new byte[31], 1]);
        var header = $$"""{"alg":"ECDH-ES","enc":"A256GCM","kid":"ec-enc","epk":{{epk}}}""";
        var token = Encoding.ASCII.GetBytes(RawToken.Base64(header) + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        var time = TimeProvider.System;
        var microseconds = new double[200];
        for (var i = 0; i < microseconds.Length; i++)
        {
            var start = time.GetTimestamp();
            (await fixture.Host.Validator.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.DecryptionFailed);
            microseconds[i] = time.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        output.WriteLine($"median {microseconds[microseconds.Length / 2]:F1} µs");
        microseconds[microseconds.Length / 2].Should().BeLessThan(MaxMicroseconds);
    }

    private static byte[] Token(string header) => Encoding.ASCII.GetBytes(RawToken.Base64(header) + Rest);

    private async Task RejectAsync(byte[] token)
    {
        var result = await fixture.Host.Validator.ValidateAsync(token);
        if (result.Error.Code is JwtErrorCode.None or >= JwtErrorCode.SignatureInvalid)
        {
            Assert.Fail($"{result} is not a rejection before cryptography.");
        }
    }
}
