using System.Globalization;
using HipaaJwt.Testing.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Testing.Hosting;

/// <summary>
/// Replaces the keys of all trusted issuers of a host by keys of test issuers, whenever the options are built. Everything else in the
/// options stays as the application configured it.
/// </summary>
internal sealed class HostIssuers : IPostConfigureOptions<HipaaJwtOptions>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Trust, string Issuer, int Index), TestTokenIssuer> _issuers = [];
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;

    public HostIssuers(IServiceProvider services, TimeProvider time)
    {
        _services = services;
        _time = time;
    }

    public void PostConfigure(string? name, HipaaJwtOptions options)
    {
        var trust = name ?? Options.DefaultName;

        // A new store rejects tokens that were issued before it and within the clock skew afterwards: all tokens of a test.
        options.Revocation.AcceptTokensOlderThanStore = true;
        lock (_lock)
        {
            for (var index = 0; index < options.Issuers.Count; index++)
            {
                if (options.Issuers[index] is { } issuer)
                {
                    ReplaceAuthority(issuer);
                    ReplaceKeys(issuer, GetOrAdd(trust, index, issuer, options));
                }
            }
        }
    }

    /// <summary>Finds the test issuer for an issuer that the host trusts.</summary>
    /// <param name="issuer">The issuer; null for the first of the trust.</param>
    /// <param name="trust">The trust; null for the unnamed one, or the first that has the issuer.</param>
    /// <exception cref="InvalidOperationException">The host does not trust the issuer. The message lists those that it trusts.</exception>
    public TestTokenIssuer Get(string? issuer, string? trust)
    {
        lock (_lock)
        {
            var found = _issuers
                .Where(entry => (trust is null || entry.Key.Trust == trust) && (issuer is null || entry.Key.Issuer == issuer))
                .OrderBy(entry => entry.Key.Trust.Length > 0)
                .ThenBy(entry => entry.Key.Index)
                .Select(entry => entry.Value)
                .FirstOrDefault();
            return found ?? throw new InvalidOperationException(
                $"The host does not trust the issuer {issuer ?? "(any)"}{(trust is null ? string.Empty : $" in the trust \"{trust}\"")}. "
                + $"It trusts: {string.Join(", ", _issuers.Keys.Select(Describe).Distinct())}.");
        }
    }

    /// <summary>Finds the issuers that the trust of an issuer has besides it.</summary>
    public IReadOnlyList<string> FindOthers(TestTokenIssuer issuer)
    {
        lock (_lock)
        {
            var trust = _issuers.First(entry => entry.Value == issuer).Key.Trust;
            return [.. _issuers.Keys
                .Where(key => key.Trust == trust && key.Issuer != issuer.Issuer)
                .OrderBy(key => key.Index)
                .Select(key => key.Issuer)
                .Distinct()];
        }
    }

    public void Dispose()
    {
        foreach (var issuer in _issuers.Values)
        {
            issuer.Dispose();
        }
    }

    private static string Describe((string Trust, string Issuer, int Index) key) =>
        key.Trust.Length == 0 ? key.Issuer : $"{key.Issuer} (trust \"{key.Trust}\")";

    /// <summary>The authority is the issuer unless the options name it, and the address of its keys.</summary>
    private static void ReplaceAuthority(TrustedIssuer issuer)
    {
        if (string.IsNullOrEmpty(issuer.Issuer) && issuer.Authority is { } authority)
        {
            issuer.Issuer = authority;
        }

        issuer.Authority = null;
    }

    /// <summary>
    /// An issuer in the same process keeps its source of keys, so that its own tokens stay valid. An issuer with symmetric algorithms
    /// alone, such as that of dotnet user-jwts, gets the algorithm of the test issuer, which has no secret.
    /// </summary>
    private static void ReplaceKeys(TrustedIssuer issuer, TestTokenIssuer test)
    {
        if (issuer.Algorithms.Count > 0 && !issuer.Algorithms.Contains(test.Algorithm))
        {
            issuer.ReplaceAlgorithms(test.Algorithm);
        }

        issuer.MetadataAddress = null;
        issuer.JwksUri = null;
        issuer.SigningKeys.Clear();
        issuer.SigningKeys.Add(test.PublicKey);
    }

    private TestTokenIssuer GetOrAdd(string trust, int index, TrustedIssuer issuer, HipaaJwtOptions options)
    {
        var rules = new TrustedIssuerRules
        {
            Issuer = issuer,
            Options = options,
            Time = _time,
            Permissions = () => _services.GetKeyedService<PermissionCatalog>(trust),
            Revocation = _services.GetService<IRevocation>,
        };
        var key = (trust, issuer.Issuer ?? string.Empty, index);
        var algorithm = TestSigningKey.Choose(issuer.Algorithms);
        if (_issuers.TryGetValue(key, out var existing)
            && (existing.Algorithm == algorithm || issuer.Algorithms.Contains(existing.Algorithm)))
        {
            existing.Rules = rules;
            return existing;
        }

        var keyId = string.Create(CultureInfo.InvariantCulture, $"hipaa-jwt-test-{_issuers.Count + 1}");
        return _issuers[key] = new TestTokenIssuer(rules, TestSigningKey.Create(algorithm, keyId));
    }
}
