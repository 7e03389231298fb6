using System.Text.Json;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Checks that the library accepts exactly the JSON that the platform's strict reader accepts, with the same content.</summary>
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
            Require.That(JsonOracle.IsComplex(input, MaxMembers), "only deep or wide JSON is too complex");
            return;
        }

        using var expected = JsonOracle.Read(input);
        Require.Equal(fault == JsonFault.None, expected is not null, "JSON is accepted exactly if the platform accepts it");
        if (expected is not null)
        {
            JsonAgreement.Check(result, expected.RootElement);
        }
        else if (fault == JsonFault.Malformed)
        {
            using var lenient = JsonOracle.Read(input, allowDuplicates: true);
            Require.That(lenient is null, "JSON with only duplicate members is not malformed");
        }
    }
}
