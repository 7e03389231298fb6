using HipaaJwt.Revocations;
using HipaaJwt.Validation;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Traffic.Instances;

/// <summary>
/// One instance of a service: the validator, the cache and the revocations that AddHipaaJwt registers, on a simulated clock.
/// </summary>
internal sealed class ServiceInstance : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IJwtValidator _validator;
    private readonly IRevocation _revocation;
    private readonly RevocationView _revocations;
    private readonly SimulatedTime _time;
    private readonly ValidatedJwt?[] _lastTokens;

    /// <param name="capacity">The capacity of the token cache.</param>
    /// <param name="clinicians">The number of clinicians.</param>
    /// <param name="tokens">The issuer.</param>
    /// <param name="time">The clock.</param>
    public ServiceInstance(int capacity, int clinicians, TokenWriter tokens, SimulatedTime time)
    {
        Capacity = capacity;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddHipaaJwt(options =>
        {
            tokens.Trust(options);
            Configure(options, capacity);
        }).AddPermissions(map => map.Role(TokenWriter.Role).Grants(TokenWriter.Permission)).AddMemoryStores();
        _services = services.BuildServiceProvider();
        _validator = _services.GetRequiredService<IJwtValidator>();
        _revocation = _services.GetRequiredService<IRevocation>();
        _revocations = _services.GetRequiredService<RevocationView>();
        _time = time;
        _lastTokens = new ValidatedJwt?[clinicians];
        _services.GetRequiredService<RevocationPump>().Start().GetAwaiter().GetResult();
    }

    public int Capacity { get; }

    public long Found { get; private set; }

    public long Rejected { get; private set; }

    public int CachedTokens => Cache.Count;

    public long CachedBytes => Cache.Bytes;

    public int Revocations => _revocations.Count;

    private ValidatedTokenCache Cache => _services.GetRequiredKeyedService<ValidatedTokenCache>(Options.DefaultName);

    /// <summary>
    /// Serves the requests of a click. They arrive together, so once one of them finds its token in the cache, the others find it too.
    /// Those are counted and not validated.
    /// </summary>
    /// <exception cref="InvalidOperationException">The token is rejected for another reason than a revocation.</exception>
    public void Serve(int clinician, string token, int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            var result = Validate(token);
            if (!result.IsValid)
            {
                Rejected++;
            }
            else if (ReferenceEquals(result.Token, _lastTokens[clinician]))
            {
                // A cached token is the same object as at the clinician's request before.
                Found += requests - request;
                return;
            }
            else
            {
                _lastTokens[clinician] = result.Token;
            }
        }
    }

    public void Revoke(Revocation revocation) => _revocation.RevokeAsync(revocation).AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Waits until the log of revocations was read within the last two minutes. The read runs on another thread, and the clock must not
    /// run ahead of it.
    /// </summary>
    public void WaitForRead() => SpinWait.SpinUntil(
        () => _revocations.Lease!.Covers(_time.GetUtcNow().AddMinutes(3)), TimeSpan.FromMilliseconds(50));

    public void Dispose() => _services.Dispose();

    private JwtValidationResult Validate(string token)
    {
        var validation = _validator.ValidateAsync(token);
        var result = validation.IsCompletedSuccessfully ? validation.Result : validation.AsTask().GetAwaiter().GetResult();
        return result.IsValid || result.Error.Code is JwtErrorCode.TokenRevoked or JwtErrorCode.SessionEnded
            ? result
            : throw new InvalidOperationException($"A token was rejected with {result.Error.Code}, which the simulation does not expect.");
    }

    /// <summary>
    /// The simulated clock runs thousands of times faster than a real one, so the log is read each minute instead of each second. The
    /// revocations of an instance bind it at once, with any interval.
    /// </summary>
    private static void Configure(HipaaJwtOptions options, int capacity)
    {
        options.TokenCache.Capacity = capacity;
        options.TokenCache.MaxBytes = 128 * 1024 * 1024;
        options.Revocation.AcceptTokensOlderThanStore = true;
        options.Revocation.PullInterval = TimeSpan.FromMinutes(1);
        options.Revocation.Timeout = TimeSpan.FromMinutes(1);
        options.Revocation.AppendTimeout = TimeSpan.FromMinutes(1);
        options.Revocation.MaxStaleness = TimeSpan.FromMinutes(5);
    }
}
