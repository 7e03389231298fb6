using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Abuse;

/// <summary>What an encrypted token asks for too much is refused before anything is computed, and costs what a header costs.</summary>
[Collection(nameof(FloodTests))]
public sealed class EncryptedFloodTests(EncryptionWorkshop workshop, ITestOutputHelper output) : IClassFixture<EncryptionWorkshop>
{
    private const int Times = 2_000;
    private const int BytesPerToken = 2_048;

    /// <summary>The aim of the catalogue, for the 99th percentile on a busy machine; the median is some microseconds.</summary>
    private const double MostMicroseconds = 1_000;

    private static readonly string Rest = ".AAAA.AAAAAAAAAAAAAAAA." + new string('A', 12_000) + ".AAAAAAAAAAAAAAAAAAAAAA";

    private static readonly (string Name, byte[] Token)[] Tokens =
    [
        ("PBES2 with two thousand million rounds", Of("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}""")),
        ("PBES2 whose count comes first", Of("""{"p2c":2147483647,"alg":"PBES2-HS512+A256KW","enc":"A256GCM"}""")),
        ("compression", Of("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc","zip":"DEF"}""")),
        ("RSA1_5", Of("""{"alg":"RSA1_5","enc":"A256GCM","kid":"rsa-enc"}""")),
        ("a key of nobody", Of("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"nobody's"}""")),
        ("an embedded key", Of("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc","jwk":{"kty":"oct","k":"AA"}}""")),
        ("two megabytes that would be", Of("""{"alg":"dir","enc":"A256GCM","zip":"DEF"}""")),
    ];

    [Fact]
    public async Task A_header_that_asks_for_too_much_is_refused_at_once_and_nothing_is_inflated()
    {
        var time = TimeProvider.System;
        foreach (var (name, token) in Tokens)
        {
            var microseconds = new double[Times];
            await RefuseAsync(token);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                var start = time.GetTimestamp();
                await RefuseAsync(token);
                microseconds[i] = time.GetElapsedTime(start).TotalMicroseconds;
            }

            var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
            Array.Sort(microseconds);
            output.WriteLine($"median {microseconds[Times / 2],6:F1} µs, 99th percentile {microseconds[Times * 99 / 100],6:F1} µs, {each,5} B  {name}");
            microseconds[Times * 99 / 100].Should().BeLessThan(MostMicroseconds, name);
            each.Should().BeLessThanOrEqualTo(BytesPerToken, name);
        }
    }

    /// <summary>The median, for a point off the curve, which needs no private key to be refused.</summary>
    [Fact]
    public async Task A_point_off_the_curve_is_refused_within_a_millisecond()
    {
        var epk = RawJwe.EphemeralKey("P-256", new byte[32], [.. new byte[31], 1]);
        var token = Encoding.ASCII.GetBytes(RawToken.Base64($$"""{"alg":"ECDH-ES","enc":"A256GCM","kid":"ec-enc","epk":{{epk}}}""") + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        var time = TimeProvider.System;
        var microseconds = new double[200];
        for (var i = 0; i < microseconds.Length; i++)
        {
            var start = time.GetTimestamp();
            (await workshop.Host.Validator.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.DecryptionFailed);
            microseconds[i] = time.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        output.WriteLine($"median {microseconds[microseconds.Length / 2]:F1} µs");
        microseconds[microseconds.Length / 2].Should().BeLessThan(MostMicroseconds);
    }

    private static byte[] Of(string header) => Encoding.ASCII.GetBytes(RawToken.Base64(header) + Rest);

    private async Task RefuseAsync(byte[] token)
    {
        var result = await workshop.Host.Validator.ValidateAsync(token);
        if (result.Error.Code is JwtErrorCode.None or >= JwtErrorCode.SignatureInvalid)
        {
            Assert.Fail($"{result} is not a refusal before cryptography.");
        }
    }
}
