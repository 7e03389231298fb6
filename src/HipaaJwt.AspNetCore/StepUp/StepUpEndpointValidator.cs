using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using HipaaJwt.AspNetCore.Requests;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>Finds endpoints whose step-up nobody could meet, or that require nothing by mistake.</summary>
internal static class StepUpEndpointValidator
{
    /// <exception cref="InvalidOperationException">There is such an endpoint.</exception>
    public static void Validate(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            StepUpDemand? all = new([], null, []);
            foreach (var policy in PoliciesOf(endpoint))
            {
                var demand = StepUpDemand.Parse(policy) ?? throw Problem(
                    endpoint,
                    "requires a step-up without saying which",
                    "Set AcrValues, MaxAgeSeconds or AuthenticationMethods.");
                all = all!.And(demand) ?? throw Problem(
                    endpoint,
                    "requires several authentication contexts at once, but a token has one",
                    "Let its AcrValues, and those of its group or class, have a value in common.");
            }
        }
    }

    private static IEnumerable<string> PoliciesOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => data.Policy ?? string.Empty)
            .Where(policy => policy.StartsWith(StepUpDemand.Prefix, StringComparison.Ordinal));

    private static InvalidOperationException Problem(Endpoint endpoint, string problem, string remedy) =>
        new($"The endpoint \"{endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)"}\" {problem}. {remedy}");
}
