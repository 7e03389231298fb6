using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>What the creation of one token needs: a buffer with a writer, and random bytes for identifiers. It is used again.</summary>
internal sealed class TokenWorkspace : IResettable
{
    private const int IdLength = 16;

    /// <summary>Each identifier takes its own bytes. A system call for each would take longer than the rest of the claims.</summary>
    private const int RandomLength = 64 * IdLength;

    /// <summary>The result is not part of HTML, and signed as it is.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly byte[] _random = new byte[RandomLength];
    private int _used = RandomLength;

    public TokenWorkspace() => Writer = new Utf8JsonWriter(_buffer, Options);

    public Utf8JsonWriter Writer { get; }

    /// <summary>The claims that were written and flushed.</summary>
    public ReadOnlyMemory<byte> Claims => _buffer.WrittenMemory;

    /// <summary>Creates a unique identifier: 128 random bits in base64url.</summary>
    public string CreateId()
    {
        if (_used == RandomLength)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        var bytes = _random.AsSpan(_used, IdLength);
        _used += IdLength;
        var id = Base64Url.EncodeToString(bytes);
        bytes.Clear();
        return id;
    }

    /// <summary>Clears the claims, because they contain personal data.</summary>
    public bool TryReset()
    {
        _buffer.Clear();
        Writer.Reset();
        return true;
    }
}
