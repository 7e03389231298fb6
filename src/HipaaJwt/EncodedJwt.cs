using System.Runtime.InteropServices;
using System.Text;

namespace HipaaJwt;

/// <summary>
/// A token in compact serialization as it was received: characters or bytes of UTF-8, without anything around it. The memory
/// must not change before the validation has completed.
/// </summary>
public readonly record struct EncodedJwt
{
    private readonly ReadOnlyMemory<char> _characters;
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <summary>Creates a token from a string.</summary>
    /// <param name="token">The token; null counts as empty.</param>
    public EncodedJwt(string? token)
        : this(token.AsMemory())
    {
    }

    /// <summary>Creates a token from characters, such as a part of a header. They are not copied.</summary>
    /// <param name="token">The token.</param>
    public EncodedJwt(ReadOnlyMemory<char> token) => _characters = token;

    /// <summary>Creates a token from UTF-8.</summary>
    /// <param name="utf8Token">The token.</param>
    public EncodedJwt(ReadOnlyMemory<byte> utf8Token) => _utf8 = utf8Token;

    /// <summary>The length in characters or bytes; each character of a token is one byte of UTF-8.</summary>
    public int Length => _characters.Length + _utf8.Length;

    internal bool IsUtf8 => !_utf8.IsEmpty;

    internal ReadOnlySpan<char> Characters => _characters.Span;

    internal ReadOnlySpan<byte> Utf8 => _utf8.Span;

    /// <summary>The token as a string, if it was given as one.</summary>
    internal string? OriginalString =>
        MemoryMarshal.TryGetString(_characters, out var text, out _, out _) && text.Length == _characters.Length ? text : null;

    /// <summary>Creates a token from a string.</summary>
    /// <param name="token">The token; null counts as empty.</param>
    public static implicit operator EncodedJwt(string? token) => new(token);

    /// <summary>Creates a token from characters.</summary>
    /// <param name="token">The token.</param>
    public static implicit operator EncodedJwt(ReadOnlyMemory<char> token) => new(token);

    /// <summary>Creates a token from UTF-8.</summary>
    /// <param name="utf8Token">The token.</param>
    public static implicit operator EncodedJwt(ReadOnlyMemory<byte> utf8Token) => new(utf8Token);

    /// <summary>Creates a token from a string, for languages without implicit conversions.</summary>
    /// <param name="token">The token; null counts as empty.</param>
    public static EncodedJwt FromString(string? token) => new(token);

    /// <summary>Creates a token from characters, for languages without implicit conversions.</summary>
    /// <param name="token">The token.</param>
    public static EncodedJwt FromReadOnlyMemory(ReadOnlyMemory<char> token) => new(token);

    /// <summary>Creates a token from UTF-8, for languages without implicit conversions.</summary>
    /// <param name="utf8Token">The token.</param>
    public static EncodedJwt FromReadOnlyMemory(ReadOnlyMemory<byte> utf8Token) => new(utf8Token);

    /// <summary>The length alone; never the token.</summary>
    public override string ToString() => $"EncodedJwt, {Length} characters";

    /// <summary>A copy as a string, so that all steps of a validation that waits read the same token.</summary>
    internal EncodedJwt ToOwned() => IsUtf8 ? new EncodedJwt(Encoding.Latin1.GetString(_utf8.Span)) : this;
}
