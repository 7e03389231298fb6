using ClinicApi.Clinic;
using HipaaJwt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.Endpoints;

internal static class PrescriptionEndpoints
{
    private const string Route = "/patients/{patient:long}/prescriptions";

    public static void MapPrescriptions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ReadAsync)
            .RequirePermission("prescription:read")
            .RequireOwnRecord()
            .WithTags("Prescriptions")
            .WithSummary("Lists the prescriptions of a patient");
        routes.MapPost(Route, PrescribeAsync)
            .RequirePermission("prescription:write")
            .WithTags("Prescriptions")
            .WithSummary("Creates a prescription");
    }

    private static async Task<Results<Ok<IReadOnlyList<Prescription>>, NotFound>> ReadAsync(
        long patient,
        ClinicStore store,
        CancellationToken cancellationToken) =>
        await store.HasPatientAsync(patient, cancellationToken)
            ? TypedResults.Ok(await store.PrescriptionsAsync(patient, cancellationToken))
            : TypedResults.NotFound();

    private static async Task<Results<Created<Prescription>, NotFound>> PrescribeAsync(
        long patient,
        NewPrescription newPrescription,
        ClinicStore store,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        if (!await store.HasPatientAsync(patient, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var prescriber = http.GetValidatedJwt()!.Subject;
        var prescription = await store.PrescribeAsync(patient, newPrescription, prescriber, cancellationToken);
        return TypedResults.Created($"/patients/{patient}/prescriptions", prescription);
    }
}
