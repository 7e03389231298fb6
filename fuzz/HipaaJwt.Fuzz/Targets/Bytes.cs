using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Converts texts to the bytes of inputs.</summary>
internal static class Bytes
{
    /// <summary>Converts each character to one byte, so that a seed can contain invalid UTF-8.</summary>
    public static byte[] Of(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static IEnumerable<byte[]> OfAll(params IEnumerable<string> texts) => texts.Select(Of);
}
