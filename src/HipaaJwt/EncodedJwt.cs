using System.Text;

namespace HipaaJwt;

/// <summary>
/// A received token in compact serialization, as characters or as UTF-8 bytes. Strings and memory convert to it implicitly. The memory
/// must not change until the validation has completed.
/// </summary>
public readonly record struct EncodedJwt
{
    private readonly ReadOnlyMemory<char> _characters;
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <summary>Creates a token from a string.</summary>
    /// <param name="token">The token alone, without a scheme such as <c>Bearer</c>. <see langword="null"/> counts as empty.</param>
    public EncodedJwt(string? token)
        : this(token.AsMemory())
    {
    }

    /// <summary>Creates a token from characters, such as a part of a header. The characters are not copied.</summary>
    /// <param name="token">The token alone, without a scheme such as <c>Bearer</c>.</param>
    public EncodedJwt(ReadOnlyMemory<char> token) => _characters = token;

    /// <summary>Creates a token from UTF-8 bytes. The bytes are not copied.</summary>
    /// <param name="utf8Token">The token alone, without a scheme such as <c>Bearer</c>.</param>
    public EncodedJwt(ReadOnlyMemory<byte> utf8Token) => _utf8 = utf8Token;

    /// <summary>The length in characters or bytes.</summary>
    /// <value>0 by default.</value>
    public int Length => _characters.Length + _utf8.Length;

    internal bool IsUtf8 => !_utf8.IsEmpty;

    internal ReadOnlySpan<char> Characters => _characters.Span;

    internal ReadOnlySpan<byte> Utf8 => _utf8.Span;

    /// <summary>Creates a token from a string.</summary>
    /// <param name="token">The token. <see langword="null"/> counts as empty.</param>
    /// <returns>The token.</returns>
    public static implicit operator EncodedJwt(string? token) => new(token);

    /// <summary>Creates a token from characters.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The token.</returns>
    public static implicit operator EncodedJwt(ReadOnlyMemory<char> token) => new(token);

    /// <summary>Creates a token from UTF-8 bytes.</summary>
    /// <param name="utf8Token">The token.</param>
    /// <returns>The token.</returns>
    public static implicit operator EncodedJwt(ReadOnlyMemory<byte> utf8Token) => new(utf8Token);

    /// <summary>Creates a token from a string, for languages without implicit conversions.</summary>
    /// <param name="token">The token. <see langword="null"/> counts as empty.</param>
    /// <returns>The token.</returns>
    public static EncodedJwt FromString(string? token) => new(token);

    /// <summary>Creates a token from characters, for languages without implicit conversions.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The token.</returns>
    public static EncodedJwt FromReadOnlyMemory(ReadOnlyMemory<char> token) => new(token);

    /// <summary>Creates a token from UTF-8 bytes, for languages without implicit conversions.</summary>
    /// <param name="utf8Token">The token.</param>
    /// <returns>The token.</returns>
    public static EncodedJwt FromReadOnlyMemory(ReadOnlyMemory<byte> utf8Token) => new(utf8Token);

    /// <summary>Compares the characters, also those of a string with those of UTF-8 bytes.</summary>
    /// <param name="other">The other token.</param>
    /// <returns>Whether both have the same characters.</returns>
    public bool Equals(EncodedJwt other) => IsUtf8 == other.IsUtf8
        ? Characters.SequenceEqual(other.Characters) && Utf8.SequenceEqual(other.Utf8)
        : IsUtf8 ? Ascii.Equals(Utf8, other.Characters) : Ascii.Equals(other.Utf8, Characters);

    /// <summary>Computes a hash of the length and the last characters, which are those of the signature.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Length);
        for (var index = Math.Max(0, Length - 8); index < Length; index++)
        {
            hash.Add(IsUtf8 ? Utf8[index] : (int)Characters[index]);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the length, never the token.</summary>
    public override string ToString() => $"EncodedJwt, {Length} characters";

    /// <summary>Copies UTF-8 bytes to a string, so that all steps of an asynchronous validation read the same token.</summary>
    internal EncodedJwt ToOwned() => IsUtf8 ? new EncodedJwt(Encoding.Latin1.GetString(_utf8.Span)) : this;
}
