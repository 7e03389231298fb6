using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>
/// A buffer that is used again, for JSON in UTF-8. It escapes texts but does not check the structure, which the caller knows. A JSON
/// writer, which checks and tracks it, takes several times as long.
/// </summary>
internal sealed class ClaimsBuffer
{
    private const int InitialSize = 1_024;
    private const int MaxDigits = 20;

    /// <summary>The ASCII characters that JSON need not escape. The result is not part of HTML, and signed as it is.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private byte[] _bytes = new byte[InitialSize];
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Writes JSON as it is.</summary>
    public void Write(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Reserve(json.Length));
        _length += json.Length;
    }

    /// <summary>Writes a member of an object.</summary>
    /// <param name="name">The name with its punctuation, such as <c>,"sub":</c>.</param>
    /// <param name="value">The value.</param>
    public void Write(ReadOnlySpan<byte> name, string value)
    {
        Write(name);
        WriteString(value);
    }

    /// <summary>Writes a member of an object.</summary>
    /// <param name="name">The name with its punctuation.</param>
    /// <param name="value">The value.</param>
    public void Write(ReadOnlySpan<byte> name, long value)
    {
        Write(name);
        Utf8Formatter.TryFormat(value, Reserve(MaxDigits), out var written);
        _length += written;
    }

    /// <summary>Writes a member whose value is an array of texts.</summary>
    /// <param name="name">The name with its punctuation.</param>
    /// <param name="values">The texts; at least one.</param>
    public void WriteArray(ReadOnlySpan<byte> name, string[] values)
    {
        Write(name);
        for (var index = 0; index < values.Length; index++)
        {
            Write(index == 0 ? "["u8 : ","u8);
            WriteString(values[index]);
        }

        Write("]"u8);
    }

    /// <summary>Writes a member whose value is a text of words with blanks between them.</summary>
    /// <param name="name">The name with its punctuation.</param>
    /// <param name="words">The words; at least one.</param>
    public void WriteWords(ReadOnlySpan<byte> name, string[] words)
    {
        Write(name);
        for (var index = 0; index < words.Length; index++)
        {
            Write(index == 0 ? "\""u8 : " "u8);
            WriteText(words[index]);
        }

        Write("\""u8);
    }

    /// <summary>Clears what was written, because it contains personal data.</summary>
    public void Clear()
    {
        _bytes.AsSpan(0, _length).Clear();
        _length = 0;
    }

    private void WriteString(string text)
    {
        Write("\""u8);
        WriteText(text);
        Write("\""u8);
    }

    private void WriteText(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            Write(Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)));
            return;
        }

        _length += Encoding.ASCII.GetBytes(text, Reserve(text.Length));
    }

    /// <summary>Returns the free space, which is at least of the given size.</summary>
    private Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            var larger = new byte[Math.Max(2 * _bytes.Length, _length + size)];
            Written.Span.CopyTo(larger);
            _bytes.AsSpan(0, _length).Clear();
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}
