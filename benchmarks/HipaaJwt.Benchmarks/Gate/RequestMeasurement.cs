using HipaaJwt.Benchmarks.Web;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures what a request to a protected endpoint allocates more than with a scheme that does nothing, with the same pipeline. There is
/// no network, so the bytes are exact. The time over that scheme is told for comparison; the HTTP benchmark measures it over a network.
/// </summary>
internal static class RequestMeasurement
{
    private const int Iterations = 2_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static GateResult Run(SigningKey key)
    {
        using var ours = new ServedRequest(ProtectedService.Ours, key);
        using var idle = new ServedRequest(ProtectedService.Idle, key);
        var times = Alternation.Measure(Duration, ours, idle);
        return new GateResult(
            "request", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, Iterations) - Allocation.PerCall(idle, Iterations))
        {
            VersusBaseline = times.Ratio(0, 1),
        };
    }

    /// <summary>Sends one request again and again to a service.</summary>
    private sealed class ServedRequest : Contender, IDisposable
    {
        private readonly DirectServer _server = new();
        private readonly WebApplication _app;
        private readonly string _header;

        public ServedRequest(string scheme, SigningKey key)
        {
            _header = "Bearer " + SignedToken.Create(key, AccessToken.Claims()).Text;
            _app = ProtectedService.Build(scheme, key.SecurityKey, key.Name, _server);
            _app.StartAsync().GetAwaiter().GetResult();
        }

        public override int Run(int iterations)
        {
            var correct = 0;
            for (var i = 0; i < iterations; i++)
            {
                var response = new HttpResponseFeature();
                var isComplete = _server.Serve(features => SetFeatures(features, response));
                correct += isComplete && response.StatusCode == StatusCodes.Status200OK ? 1 : 0;
            }

            return correct;
        }

        public void Dispose()
        {
            _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _server.Dispose();
        }

        private void SetFeatures(IFeatureCollection features, HttpResponseFeature response)
        {
            features.Set<IHttpRequestFeature>(new HttpRequestFeature
            {
                Method = HttpMethods.Get,
                Path = ProtectedService.Path,
                Scheme = "https",
                Headers = new HeaderDictionary { ["Authorization"] = _header, ["Host"] = "localhost" },
            });
            features.Set<IHttpResponseFeature>(response);
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
            features.Set<IHttpConnectionFeature>(new HttpConnectionFeature());
        }
    }
}
