using System.Collections.Concurrent;
using HipaaJwt.AspNetCore.Auditing;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>The request validators of all trusts, by name.</summary>
internal sealed class RequestValidators
{
    private readonly ConcurrentDictionary<string, RequestValidator> _validators = new(StringComparer.Ordinal);
    private readonly IServiceProvider _services;
    private readonly DecisionRecorder _recorder;

    public RequestValidators(IServiceProvider services, DecisionRecorder recorder)
    {
        _services = services;
        _recorder = recorder;
    }

    /// <exception cref="InvalidOperationException">No trust with this name was added; the start checks it.</exception>
    public RequestValidator For(string trust) => _validators.GetOrAdd(trust, Create);

    private RequestValidator Create(string trust)
    {
        // Without a key, so that a validator that the application registered instead is used.
        var validator = trust.Length == 0 ? _services.GetRequiredService<IJwtValidator>() : _services.GetRequiredKeyedService<IJwtValidator>(trust);
        var algorithms = string.Join(' ', _services.GetRequiredKeyedService<DPoPOptions>(trust).Algorithms.Distinct());
        return new RequestValidator(trust, validator, new DPoPResponse(algorithms, _services.GetRequiredKeyedService<DPoPNonces>(trust)), _recorder);
    }
}
