using System.Numerics;

namespace HipaaJwt.PhiClaims;

/// <summary>
/// A normalized name and its words: <c>patientBirthDate</c>, <c>patient_birth_date</c> and <c>PATIENT-BIRTH-DATE</c> are equal.
/// </summary>
internal readonly ref struct PhiName
{
    /// <summary>One bit for each position, up to 63, at which a word begins. The first word has no bit.</summary>
    private readonly ulong _starts;

    private PhiName(ReadOnlySpan<byte> normalized, ulong starts)
    {
        Normalized = normalized;
        _starts = starts;
    }

    /// <summary>The name in lower case and without separators.</summary>
    public ReadOnlySpan<byte> Normalized { get; }

    public ReadOnlySpan<byte> FirstWord => _starts == 0 ? Normalized : Normalized[..BitOperations.TrailingZeroCount(_starts)];

    public ReadOnlySpan<byte> LastWord => _starts == 0 ? Normalized : Normalized[LastStart..];

    public bool HasWords => _starts != 0;

    private int LastStart => BitOperations.Log2(_starts);

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name as the token spells it.</param>
    /// <param name="destination">Space for as many bytes.</param>
    public static PhiName Read(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var starts = 0UL;
        var written = 0;
        for (var index = 0; index < name.Length; index++)
        {
            var letter = name[index];
            if (letter is (byte)'_' or (byte)'-' or (byte)'.' or (byte)' ')
            {
                continue;
            }

            if (written is > 0 and < 64 && BeginsWord(name, index))
            {
                starts |= 1UL << written;
            }

            destination[written++] = IsUpper(letter) ? (byte)(letter | 0x20) : letter;
        }

        return new PhiName(destination[..written], starts);
    }

    public PhiName WithoutFirstWord() => new(Normalized[FirstWord.Length..], (_starts >> FirstWord.Length) & ~1UL);

    public PhiName WithoutLastWord() => _starts == 0 ? this : new(Normalized[..LastStart], _starts & ~(1UL << LastStart));

    /// <summary>A word begins after a separator, at a capital after a small letter or digit, and at the last of several capitals.</summary>
    private static bool BeginsWord(ReadOnlySpan<byte> name, int index) =>
        name[index - 1] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)' '
        || (IsUpper(name[index]) && (!IsUpper(name[index - 1]) || (index + 1 < name.Length && IsLower(name[index + 1]))));

    private static bool IsUpper(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private static bool IsLower(byte letter) => letter is >= (byte)'a' and <= (byte)'z';
}
