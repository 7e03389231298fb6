using System.Collections.Concurrent;
using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.QueryTokens;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Provides the request validator of each trust. Thread-safe.</summary>
internal sealed class RequestValidators
{
    private readonly ConcurrentDictionary<string, RequestValidator> _validators = new(StringComparer.Ordinal);
    private readonly IServiceProvider _services;
    private readonly DecisionRecorder _recorder;
    private readonly RejectionTelemetry _telemetry;

    public RequestValidators(
        IServiceProvider services, DecisionRecorder recorder, RejectionTelemetry telemetry, QueryTokenPaths queryTokenPaths)
    {
        _services = services;
        _recorder = recorder;
        _telemetry = telemetry;
        QueryTokenPaths = queryTokenPaths;
    }

    /// <summary>The paths of all schemes that may have a token in their query.</summary>
    public QueryTokenPaths QueryTokenPaths { get; }

    /// <exception cref="InvalidOperationException">No trust with this name was added. The start of the host prevents it.</exception>
    public RequestValidator Get(string trust) => _validators.GetOrAdd(trust, Create);

    private RequestValidator Create(string trust)
    {
        // The unnamed trust is resolved without a key, so that an application can replace the validator.
        var validator = trust.Length == 0
            ? _services.GetRequiredService<IJwtValidator>()
            : _services.GetRequiredKeyedService<IJwtValidator>(trust);
        // A loop, because the runtime would have to compile LINQ over an enum at start.
        List<string> algorithms = [];
        foreach (var algorithm in _services.GetRequiredKeyedService<DPoPOptions>(trust).Algorithms)
        {
            algorithms.Add(algorithm.ToString());
        }

        var dpop = new DPoPResponse(
            string.Join(' ', algorithms.Distinct(StringComparer.Ordinal)), _services.GetRequiredKeyedService<DPoPNonces>(trust));
        return new RequestValidator(trust, validator, dpop, _recorder, _telemetry);
    }
}
