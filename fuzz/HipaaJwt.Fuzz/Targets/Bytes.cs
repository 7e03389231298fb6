using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Texts as the bytes that a fuzzer works on.</summary>
internal static class Bytes
{
    /// <summary>Each character is one byte, so that a seed can hold what is not UTF-8.</summary>
    public static byte[] Of(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static IEnumerable<byte[]> OfAll(params IEnumerable<string> texts) => texts.Select(Of);
}
