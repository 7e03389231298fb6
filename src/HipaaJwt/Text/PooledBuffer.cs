using System.Buffers;
using System.Security.Cryptography;

namespace HipaaJwt.Text;

/// <summary>Bytes from the shared pool that are cleared before they go back: they held a token.</summary>
internal readonly ref struct PooledBuffer
{
    private readonly byte[] _array;
    private readonly int _length;

    private PooledBuffer(byte[] array, int length)
    {
        _array = array;
        _length = length;
    }

    public Span<byte> Span => _array.AsSpan(0, _length);

    public static PooledBuffer Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Span);
        ArrayPool<byte>.Shared.Return(_array);
    }
}
