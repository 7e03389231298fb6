using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt;

/// <summary>
/// Makes and recognises the nonces of DPoP proofs (RFC 9449, section 9). A nonce is a keyed digest of the time, in periods of
/// <see cref="DPoPOptions.NonceLifetime"/>, so nothing has to be remembered. Thread-safe.
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

    /// <summary>Whether proofs need a nonce.</summary>
    public bool IsRequired { get; }

    /// <summary>The nonce of the moment, for the header <c>DPoP-Nonce</c>: 43 characters of base64url.</summary>
    public string Current => OfPeriod(Period).Text;

    private long Period => _time.GetUtcNow().UtcTicks / _periodTicks;

    internal static bool TryReadKey(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        var room = new byte[text?.Length ?? 0];
        var standard = text?.Replace('-', '+').Replace('_', '/').TrimEnd('=') ?? string.Empty;
        var read = Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), room, out var length);
        key = read && length >= MinKeyBytes ? room[..length] : null;
        return key is not null;
    }

    /// <summary>Whether it is the nonce of this period or of the one before. How long that takes does not tell how much of it is right.</summary>
    internal bool IsValid(ReadOnlySpan<byte> nonce)
    {
        var period = Period;
        return CryptographicOperations.FixedTimeEquals(nonce, OfPeriod(period).Utf8)
            || CryptographicOperations.FixedTimeEquals(nonce, Make(period - 1).Utf8);
    }

    private Nonce OfPeriod(long period) => _current is { } current && current.Period == period ? current : _current = Make(period);

    private Nonce Make(long period)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, period);
        var text = Base64Url.EncodeToString(HMACSHA256.HashData(_key, message));
        return new Nonce(period, text, Encoding.ASCII.GetBytes(text));
    }

    private sealed record Nonce(long Period, string Text, byte[] Utf8);
}
