using HipaaJwt.Benchmarks.Workload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Contenders;

/// <summary>HipaaJwt as an application configures it, with the default options.</summary>
internal sealed class HipaaJwtValidator : IDisposable
{
    private readonly SigningKey _key;
    private readonly bool _withCache;
    private readonly EncryptionKey? _decryption;
    private readonly int _issuerCount;
    private readonly bool _withRevocation;
    private readonly IAuditSink? _bestEffort;
    private ServiceProvider _services;
    private IJwtValidator _validator;

    /// <param name="key">The key of the issuer.</param>
    /// <param name="withCache">Whether validated tokens are cached.</param>
    /// <param name="decryption">The key of encrypted tokens.</param>
    /// <param name="issuerCount">The number of trusted issuers. All have the same key, like the tenants of a provider.</param>
    /// <param name="withRevocation">Whether a store of revocations is registered.</param>
    /// <param name="bestEffort">A best-effort audit sink; null for none.</param>
    public HipaaJwtValidator(
        SigningKey key,
        bool withCache = true,
        EncryptionKey? decryption = null,
        int issuerCount = 1,
        bool withRevocation = false,
        IAuditSink? bestEffort = null)
    {
        _bestEffort = bestEffort;
        _withRevocation = withRevocation;
        _decryption = decryption;
        _issuerCount = issuerCount;
        _key = key;
        _withCache = withCache;
        _services = Build();
        _validator = _services.GetRequiredService<IJwtValidator>();
    }

    public static void Trust(
        HipaaJwtOptions options, SecurityKey key, JwsAlgorithm algorithm, bool withCache = true, int issuerCount = 1)
    {
        for (var number = issuerCount - 1; number >= 0; number--)
        {
            options.Issuers.Add(new TrustedIssuer
            {
                Issuer = number == 0 ? AccessToken.Issuer : $"{AccessToken.Issuer}/{number}",
                Audiences = { AccessToken.Audience },
                Algorithms = { algorithm },
                SigningKeys = { key },
            });
        }

        if (!withCache)
        {
            options.TokenCache.Capacity = 0;
        }
    }

    public static void Grant(PermissionMapBuilder map) => map
        .Role(AccessToken.Role).Grants("chart:read", "chart:write", "prescription:write")
        .Role("nurse").Grants("chart:read", "vitals:write")
        .Role("ward-lead").Grants("roster:write")
        .Scope(AccessToken.Scope).Grants("observation:read")
        .Scope("patient/MedicationRequest.rs").Grants("medication:read")
        .Know("consent:write", "record:delete");

    public bool Accepts(string token) => Validate(token).IsValid;

    public bool Accepts(string token, in JwtValidationRequest request)
    {
        var validation = _validator.ValidateAsync(token, request);
        return (validation.IsCompletedSuccessfully ? validation.Result : validation.AsTask().GetAwaiter().GetResult()).IsValid;
    }

    public JwtValidationResult Validate(string token)
    {
        var validation = _validator.ValidateAsync(token);
        return validation.IsCompletedSuccessfully ? validation.Result : validation.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Waits until the log of revocations has been read, so that the token is accepted.</summary>
    public void WaitUntilAccepted(string token)
    {
        if (!SpinWait.SpinUntil(() => Accepts(token), TimeSpan.FromSeconds(10)))
        {
            throw new InvalidOperationException("The token is not accepted, although revocations should be known.");
        }
    }

    /// <summary>Creates a new validator with an empty cache.</summary>
    public void Restart()
    {
        Dispose();
        _services = Build();
        _validator = _services.GetRequiredService<IJwtValidator>();
    }

    public void Dispose() => _services.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        var builder = services.AddHipaaJwt(options =>
        {
            options.Revocation.AcceptTokensOlderThanStore = true;
            Trust(options, _key.SecurityKey, _key.Algorithm, _withCache, _issuerCount);
            _decryption?.Trust(options.Decryption);
        }).AddPermissions(Grant);
        if (_withRevocation)
        {
            builder.AddMemoryStores();
        }

        if (_bestEffort is not null)
        {
            builder.AddAuditSink(_bestEffort, AuditDelivery.BestEffort);
        }

        return services.BuildServiceProvider();
    }
}
