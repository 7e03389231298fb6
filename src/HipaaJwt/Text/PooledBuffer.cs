using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HipaaJwt.Text;

/// <summary>
/// Bytes from the shared pool that are cleared before they go back: they held a token. The pool's code is long, and would be
/// a copy in each caller, mostly in branches that are hardly ever taken; so it is called.
/// </summary>
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PooledBuffer Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Span);
        ArrayPool<byte>.Shared.Return(_array);
    }
}
