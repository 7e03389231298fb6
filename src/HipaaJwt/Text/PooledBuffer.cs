using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HipaaJwt.Text;

/// <summary>
/// Bytes from the shared pool, cleared on return because they contained token data. The methods are not inlined because the
/// pool's code is long and mostly needed on rare paths.
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
