using System.Text.Json;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Strict JSON is accepted exactly where the platform's strict reader accepts it, and both find the same in it.</summary>
internal sealed class JsonTarget : FuzzTarget
{
    private const int MaxMembers = 1024;

    public override IEnumerable<byte[]> Seeds => JsonSeeds.Objects;

    public override void Check(ReadOnlySpan<byte> input)
    {
        using var index = JsonMemberBuffer.Rent();
        var fault = StrictJson.ReadObject(input, index, out var result);
        if (fault == JsonFault.TooComplex)
        {
            Require.That(JsonOracle.IsComplex(input, MaxMembers), "only what is deep or wide is too complex");
            return;
        }

        using var expected = JsonOracle.Read(input);
        Require.Equal(fault == JsonFault.None, expected is not null, "strict JSON is what all readers agree about");
        if (expected is not null)
        {
            JsonAgreement.Check(result, expected.RootElement);
        }
        else if (fault == JsonFault.Malformed)
        {
            using var lenient = JsonOracle.Read(input, allowDuplicates: true);
            Require.That(lenient is null, "a text with duplicates alone is not malformed");
        }
    }
}
