using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.AuditLog.Records;

/// <summary>
/// Replaces identifiers of patients and records by keyed hashes: <c>hmac:keyid:value</c>. The same identifier has the same pseudonym under
/// one key, so that accesses to one patient can be found. Immutable and thread-safe.
/// </summary>
internal sealed class Pseudonyms
{
    private const int HashLength = 16;

    private readonly ImmutableArray<(string Id, byte[] Key)> _keys;

    /// <param name="keys">The keys, at least one. The first one makes pseudonyms; all of them find them.</param>
    public Pseudonyms(IEnumerable<byte[]> keys) =>
        _keys = [.. keys.Select(key => (Convert.ToHexStringLower(SHA256.HashData(key))[..8], key))];

    /// <summary>
    /// Whether the identifier of the resource of an event belongs to a patient's record. Events about the log and about keys, sessions and
    /// revocations name no patient.
    /// </summary>
    public static bool Covers(AuditEventType type) =>
        type is AuditEventType.AccessGranted or AuditEventType.AccessDenied or AuditEventType.TokenAccepted or AuditEventType.TokenRejected;

    /// <summary>The pseudonym under the current key.</summary>
    public string Of(string value) => Of(_keys[0], value);

    /// <summary>All texts under which an identifier may stand in the log, the identifier itself included.</summary>
    public IEnumerable<string> AllOf(string value) => [value, .. _keys.Select(key => Of(key, value))];

    private static string Of((string Id, byte[] Key) key, string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Key, Encoding.UTF8.GetBytes(value), hash);
        return $"hmac:{key.Id}:{Base64Url.EncodeToString(hash[..HashLength])}";
    }
}
