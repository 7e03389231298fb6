using ClinicApi.Auditing;
using HipaaJwt;

namespace ClinicApi.Endpoints;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", (AuditReview review, CancellationToken cancellationToken) => review.LatestAsync(cancellationToken))
            .RequirePermission("audit:read")
            .WithTags("Audit")
            .WithSummary("Lists the latest 100 decisions, newest first");
}
