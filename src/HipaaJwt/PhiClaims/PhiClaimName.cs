using System.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>
/// Normalizes the names of claims, because issuers spell them differently. <c>birthDate</c>, <c>birth_date</c> and
/// <c>BIRTH-DATE</c> are the same name.
/// </summary>
internal static class PhiClaimName
{
    private static ReadOnlySpan<byte> Separators => "/#:"u8;

    public static byte[] Normalize(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        return utf8[..Normalize(utf8, utf8)];
    }

    /// <summary>Writes the name in lower case and without separators. The destination may be the name itself.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Normalize(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var written = 0;
        foreach (var letter in name)
        {
            if (letter is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)' '))
            {
                destination[written++] = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
            }
        }

        return written;
    }

    /// <summary>
    /// Gets the part after the last <c>/</c>, <c>#</c> or <c>:</c>, as in <c>https://example.org/claims/email</c>. The part is empty
    /// if there is none.
    /// </summary>
    public static ReadOnlySpan<byte> GetLastUriPart(ReadOnlySpan<byte> name)
    {
        var separator = name.LastIndexOfAny(Separators);
        return separator < 0 ? default : name[(separator + 1)..];
    }

    /// <summary>Gets the part of a URI before the last one. The host is none, because it says nothing about the claim.</summary>
    public static ReadOnlySpan<byte> GetEarlierUriPart(ReadOnlySpan<byte> name)
    {
        var separator = name.LastIndexOfAny(Separators);
        var before = separator < 0 ? default : name[..separator];
        var start = before.LastIndexOfAny(Separators) + 1;
        return start == 0 || before[..start].EndsWith("//"u8) ? default : before[start..];
    }
}
