using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>The JSON of a claims set, opened for one reading.</summary>
internal readonly ref struct ClaimsJson
{
    private readonly PooledBuffer _buffer;
    private readonly bool _isRented;

    private ClaimsJson(ReadOnlySpan<byte> json) => Span = json;

    private ClaimsJson(PooledBuffer buffer)
    {
        _buffer = buffer;
        _isRented = true;
        Span = buffer.Span;
    }

    public ReadOnlySpan<byte> Span { get; }

    public static ClaimsJson Of(byte[] json) => new(json);

    /// <summary>Decodes a payload into memory that is cleared on disposal.</summary>
    public static ClaimsJson Decode(TokenPayload payload, int length)
    {
        var buffer = PooledBuffer.Rent(length);
        payload.Decode(buffer.Span);
        return new ClaimsJson(buffer);
    }

    public void Dispose()
    {
        if (_isRented)
        {
            _buffer.Dispose();
        }
    }
}
