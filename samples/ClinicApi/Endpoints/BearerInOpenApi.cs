using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ClinicApi.Endpoints;

/// <summary>Declares in the OpenAPI document that the endpoints require a bearer token.</summary>
internal sealed class BearerInOpenApi : IOpenApiDocumentTransformer
{
    private const string Scheme = "Bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
        });
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
