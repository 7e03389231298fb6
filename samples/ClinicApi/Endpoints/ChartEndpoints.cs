using ClinicApi.Clinic;
using HipaaJwt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.Endpoints;

internal static class ChartEndpoints
{
    public static void MapCharts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/patients/{patient:long}/chart", ReadAsync)
            .RequirePermission("chart:read")
            .RequireOwnRecord()
            .WithTags("Charts")
            .WithSummary("Reads the chart of a patient");

    private static async Task<Results<Ok<IReadOnlyList<ChartEntry>>, NotFound>> ReadAsync(
        long patient,
        ClinicStore store,
        CancellationToken cancellationToken) =>
        await store.HasPatientAsync(patient, cancellationToken)
            ? TypedResults.Ok(await store.ChartAsync(patient, cancellationToken))
            : TypedResults.NotFound();
}
