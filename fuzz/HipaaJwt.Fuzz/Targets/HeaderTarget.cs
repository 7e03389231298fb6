using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>A header is accepted exactly where the rules allow it, and says of algorithm, key and type what the platform reads.</summary>
internal sealed class HeaderTarget : FuzzTarget
{
    private const int MaxMembers = 32;

    public override IEnumerable<byte[]> Seeds => [.. HeaderSeeds.Headers, .. JsonSeeds.Objects];

    public override void Check(ReadOnlySpan<byte> input)
    {
        var error = JoseHeader.Read(input, new byte[input.Length], out var header);
        if (error.Code == JwtErrorCode.HeaderTooComplex)
        {
            Require.That(JsonOracle.IsComplex(input, MaxMembers), "only what is deep or wide is too complex");
            return;
        }

        Require.That(error.IsNone || (int)error.Code is >= 200 and < 300, "an error of the header has a number of its stage");
        var expected = HeaderOracle.Read(input);
        Require.Equal(error.IsNone, expected is not null, "a header is accepted where the rules allow it");
        if (expected is not null)
        {
            Require.Equal(header.Algorithm.Name, expected.Algorithm, "alg");
            Require.Equal(Encoding.UTF8.GetString(header.KeyId), expected.KeyId ?? "", "kid");
            Require.Equal(Encoding.UTF8.GetString(header.Type), expected.Type ?? "", "typ");
        }
    }
}
