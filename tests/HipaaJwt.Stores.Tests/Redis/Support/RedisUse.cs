using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>Uses one-time tokens.</summary>
internal static class RedisUse
{
    public static string Digest(string id) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    public static async Task<ReplayResult> AddAsync(IReplayStore store, string id, TimeSpan? lifetime = null)
    {
        var expiry = TimeProvider.System.GetUtcNow() + (lifetime ?? TimeSpan.FromMinutes(5));
        var entry = new ReplayEntry { Key = Digest(id), Owner = Digest("owner"), ExpiresAt = expiry };
        return await store.TryAddAsync(entry, CancellationToken.None);
    }
}
