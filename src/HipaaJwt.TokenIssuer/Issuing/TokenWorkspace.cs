using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.ObjectPool;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>What the creation of one token needs: a buffer, and random bytes for identifiers. It is used again.</summary>
internal sealed class TokenWorkspace : IResettable
{
    private const int IdLength = 16;

    /// <summary>Each identifier takes its own bytes. A system call for each would take longer than the rest of the claims.</summary>
    private const int RandomLength = 64 * IdLength;

    /// <summary>The result is not part of HTML, and signed as it is.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _random = new byte[RandomLength];
    private int _used = RandomLength;
    private byte[] _signingInput = [];
    private int _signingLength;
    private ArrayBufferWriter<byte>? _further;

    /// <summary>The claims that were written.</summary>
    public ClaimsBuffer Claims { get; } = new();

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

    /// <summary>Gets space for the JWS Signing Input. It is valid until the next reset.</summary>
    public Memory<byte> GetSigningInput(int length)
    {
        _signingLength = length;
        if (_signingInput.Length < length)
        {
            _signingInput = new byte[2 * length];
        }

        return _signingInput.AsMemory(0, length);
    }

    /// <summary>Serializes claims of the application. The result is valid until the next reset.</summary>
    public ReadOnlySpan<byte> Serialize(JsonObject claims)
    {
        _further ??= new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(_further, Options))
        {
            claims.WriteTo(writer);
        }

        return _further.WrittenSpan;
    }

    /// <summary>Clears the claims, because they contain personal data.</summary>
    public bool TryReset()
    {
        Claims.Clear();
        _further?.Clear();
        _signingInput.AsSpan(0, _signingLength).Clear();
        return true;
    }
}
