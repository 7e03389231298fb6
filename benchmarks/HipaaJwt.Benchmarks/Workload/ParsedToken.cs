namespace HipaaJwt.Benchmarks.Workload;

/// <summary>Creates text with the shape of a token and an exact length. Its segments have no meaning.</summary>
internal static class ParsedToken
{
    private const int HeaderLength = 100;
    private const int SignatureLength = 43;

    public static string OfLength(int length)
    {
        var payload = length - HeaderLength - SignatureLength - 2;
        return new string('A', HeaderLength) + "." + new string('A', payload) + "." + new string('A', SignatureLength);
    }
}
