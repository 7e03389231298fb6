using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;

namespace HipaaJwt.TokenIssuer.Protection;

/// <summary>Encrypts with ASP.NET Core Data Protection.</summary>
internal sealed class DataProtectionKeyProtector : IKeyProtector
{
    private const string Root = "HipaaJwt.TokenIssuer";

    private readonly IDataProtectionProvider _provider;

    /// <summary>The purposes are few and fixed.</summary>
    private readonly ConcurrentDictionary<string, IDataProtector> _protectors = new(StringComparer.Ordinal);

    public DataProtectionKeyProtector(IDataProtectionProvider provider) => _provider = provider;

    public byte[] Protect(string purpose, ReadOnlySpan<byte> data) => For(purpose).Protect(data.ToArray());

    public byte[] Unprotect(string purpose, ReadOnlySpan<byte> data) => For(purpose).Unprotect(data.ToArray());

    private IDataProtector For(string purpose) =>
        _protectors.GetOrAdd(purpose, static (name, provider) => provider.CreateProtector(Root, name), _provider);
}
