using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Checks that the library accepts a header exactly if the rules allow it, and reads the same algorithm, key ID and type as the
/// platform.
/// </summary>
internal sealed class HeaderTarget : FuzzTarget
{
    private const int MaxMembers = 32;

    public override IEnumerable<byte[]> Seeds => [.. HeaderSeeds.Headers, .. JsonSeeds.Objects];

    public override void Check(ReadOnlySpan<byte> input)
    {
        var error = JoseHeader.Read(input, new byte[input.Length], out var header);
        if (error.Code == JwtErrorCode.HeaderTooComplex)
        {
            Require.That(JsonOracle.IsComplex(input, MaxMembers), "only a deep or wide header is too complex");
            return;
        }

        Require.That(error.IsNone || (int)error.Code is >= 200 and < 300, "a header error has a code of the header stage");
        var expected = HeaderOracle.Read(input);
        Require.Equal(error.IsNone, expected is not null, "a header is accepted exactly if the rules allow it");
        if (expected is not null)
        {
            Require.Equal(header.Algorithm.Name, expected.Algorithm, "alg");
            Require.Equal(Encoding.UTF8.GetString(header.KeyId), expected.KeyId ?? "", "kid");
            Require.Equal(Encoding.UTF8.GetString(header.Type), expected.Type ?? "", "typ");
        }
    }
}
