using System.Text.Json.Serialization;
using HipaaJwt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.Endpoints;

/// <summary>Replaces the signing keys of the clinic. They also rotate by themselves, every 30 days.</summary>
internal static class SigningKeyEndpoints
{
    public static void MapSigningKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/admin/signing-keys")
            .RequirePermission("keys:manage")
            .WithTags("Signing keys")
            .AddEndpointFilter<Unavailable>();
        keys.MapPost(string.Empty, RotateAsync)
            .WithSummary("Creates the next key. It signs after its announcement");
        keys.MapDelete("/{key}", ReplaceAtOnceAsync)
            .WithSummary("Replaces a stolen key at once, and revokes all tokens that it signed");
    }

    private static async Task<Ok<NewKey>> RotateAsync(ISigningKeyAdministrator keys, HttpContext http) =>
        TypedResults.Ok(new NewKey(await keys.RotateAsync(http.GetValidatedJwt(), CancellationToken.None)));

    private static async Task<Results<NoContent, NotFound>> ReplaceAtOnceAsync(
        string key, ISigningKeyAdministrator keys, HttpContext http) =>
        await keys.ReplaceAtOnceAsync(key, http.GetValidatedJwt(), CancellationToken.None)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}

/// <summary>A key that will sign.</summary>
public sealed record NewKey([property: JsonPropertyName("kid")] string KeyId);
