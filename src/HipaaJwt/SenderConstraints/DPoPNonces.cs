using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt;

/// <summary>
/// Creates and verifies the nonces of DPoP proofs (RFC 9449 section 9). A nonce is a keyed digest of the time in periods of
/// <see cref="DPoPOptions.NonceLifetime"/>, so the service stores no nonces. Thread-safe.
/// </summary>
public sealed class DPoPNonces
{
    internal const int MinKeyBytes = 32;

    private readonly byte[] _key;
    private readonly long _periodTicks;
    private readonly TimeProvider _time;
    private volatile Nonce? _current;

    internal DPoPNonces(DPoPOptions options, TimeProvider time)
    {
        _key = TryReadKey(options.NonceKey, out var key) ? key : RandomNumberGenerator.GetBytes(MinKeyBytes);
        _periodTicks = options.NonceLifetime.Ticks;
        _time = time;
        IsRequired = options.RequireNonce;
    }

    /// <summary>Whether the validator rejects proofs without a nonce.</summary>
    /// <value>The value of <see cref="DPoPOptions.RequireNonce"/>.</value>
    public bool IsRequired { get; }

    /// <summary>The nonce of the current period, for the header <c>DPoP-Nonce</c>: 43 characters of base64url.</summary>
    public string Current => GetNonce(Period).Text;

    private long Period => _time.GetUtcNow().UtcTicks / _periodTicks;

    /// <summary>Reads a key in base64 or base64url.</summary>
    /// <returns>False if the text is malformed or the key has fewer than <see cref="MinKeyBytes"/> bytes.</returns>
    internal static bool TryReadKey(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        var bytes = new byte[text?.Length ?? 0];
        var base64 = text?.Replace('-', '+').Replace('_', '/').TrimEnd('=') ?? string.Empty;
        var isBase64 = Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length);
        key = isBase64 && length >= MinKeyBytes ? bytes[..length] : null;
        return key is not null;
    }

    /// <summary>Whether the nonce is the one of the current or the previous period. The comparison takes constant time.</summary>
    internal bool IsValid(ReadOnlySpan<byte> nonce)
    {
        var period = Period;
        return CryptographicOperations.FixedTimeEquals(nonce, GetNonce(period).Utf8)
            || CryptographicOperations.FixedTimeEquals(nonce, CreateNonce(period - 1).Utf8);
    }

    private Nonce GetNonce(long period) =>
        _current is { } current && current.Period == period ? current : _current = CreateNonce(period);

    private Nonce CreateNonce(long period)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, period);
        var text = Base64Url.EncodeToString(HMACSHA256.HashData(_key, message));
        return new Nonce(period, text, Encoding.ASCII.GetBytes(text));
    }

    private sealed record Nonce(long Period, string Text, byte[] Utf8);
}
