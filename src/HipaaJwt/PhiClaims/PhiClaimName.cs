using System.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>Names of claims without what writers differ in: <c>birthDate</c>, <c>birth_date</c> and <c>BIRTH-DATE</c> are one name.</summary>
internal static class PhiClaimName
{
    public static byte[] Fold(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        return utf8[..Fold(utf8, utf8)];
    }

    /// <summary>Writes the name in small letters and without separators; in place, too.</summary>
    public static int Fold(ReadOnlySpan<byte> name, Span<byte> destination)
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

    /// <summary>What follows the last <c>/</c>, <c>#</c> or <c>:</c>, as in <c>https://example.org/claims/email</c>; empty where there is none.</summary>
    public static ReadOnlySpan<byte> LastPart(ReadOnlySpan<byte> name)
    {
        var separator = name.LastIndexOfAny("/#:"u8);
        return separator < 0 ? default : name[(separator + 1)..];
    }
}
