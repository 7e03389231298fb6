using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>The payload inside the bytes of a signed token that passed every check. Immutable.</summary>
internal sealed class TokenPayload
{
    private readonly byte[] _token;
    private readonly int _start;
    private readonly int _length;

    /// <param name="token">The token in compact serialization. It must not change.</param>
    public TokenPayload(byte[] token)
    {
        _token = token;
        _start = token.AsSpan().IndexOf((byte)'.') + 1;
        _length = token.AsSpan(_start).IndexOf((byte)'.');
    }

    /// <summary>Decodes the payload, which the validation has decoded before.</summary>
    /// <param name="json">Receives the JSON. It has exactly its length.</param>
    public void Decode(Span<byte> json) => StrictBase64Url.TryDecode(_token.AsSpan(_start, _length), json, out _);
}
