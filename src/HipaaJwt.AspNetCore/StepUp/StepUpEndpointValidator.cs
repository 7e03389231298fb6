using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>Finds endpoints with a step-up that no token can satisfy, or that requires nothing.</summary>
internal static class StepUpEndpointValidator
{
    /// <exception cref="InvalidOperationException">There is such an endpoint.</exception>
    public static void Validate(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            StepUpCriteria? all = new([], null, []);
            foreach (var policy in PoliciesOf(endpoint))
            {
                var criteria = StepUpCriteria.Parse(policy) ?? throw Problem(
                    endpoint,
                    "requires a step-up without criteria",
                    "Set AcrValues, MaxAgeSeconds or AuthenticationMethods.");
                all = all!.CombineWith(criteria) ?? throw Problem(
                    endpoint,
                    "requires several authentication contexts, but a token has only one",
                    "Add a common value to its AcrValues and those of its group or class.");
            }
        }
    }

    private static IEnumerable<string> PoliciesOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => data.Policy ?? string.Empty)
            .Where(policy => policy.StartsWith(StepUpCriteria.Prefix, StringComparison.Ordinal));

    private static InvalidOperationException Problem(Endpoint endpoint, string problem, string remedy) =>
        new($"The endpoint \"{NameOf(endpoint)}\" {problem}. {remedy}");

    private static string NameOf(Endpoint endpoint) =>
        endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)";
}
