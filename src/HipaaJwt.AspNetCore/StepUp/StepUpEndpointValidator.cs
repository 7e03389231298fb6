using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>Finds the endpoints whose demands on the authentication nobody could meet, or that demand nothing by mistake.</summary>
internal static class ContradictoryDemands
{
    /// <exception cref="InvalidOperationException">An endpoint has such demands.</exception>
    public static void Refuse(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            AuthenticationDemand? all = new([], null, []);
            foreach (var policy in PoliciesOf(endpoint))
            {
                var demand = AuthenticationDemand.Parse(policy) ?? throw Problem(
                    endpoint,
                    "asks for a step-up without saying which",
                    "Set AcrValues, MaxAgeSeconds or AuthenticationMethods.");
                all = all!.And(demand) ?? throw Problem(
                    endpoint,
                    "asks for several authentication contexts at once, and a token has one",
                    "Let its AcrValues, and those of its group or class, have a value in common.");
            }
        }
    }

    private static IEnumerable<string> PoliciesOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => data.Policy ?? string.Empty)
            .Where(policy => policy.StartsWith(AuthenticationDemand.Prefix, StringComparison.Ordinal));

    private static InvalidOperationException Problem(Endpoint endpoint, string problem, string remedy) =>
        new($"The endpoint \"{endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)"}\" {problem}. {remedy}");
}
