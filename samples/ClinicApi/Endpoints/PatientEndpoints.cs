using ClinicApi.Clinic;
using HipaaJwt;

namespace ClinicApi.Endpoints;

internal static class PatientEndpoints
{
    public static void MapPatients(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/patients", (ClinicStore store, CancellationToken cancellationToken) => store.PatientsAsync(cancellationToken))
            .RequirePermission("patient:read")
            .WithTags("Patients")
            .WithSummary("Lists the patients of the clinic");
}
