using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace HipaaJwt.OpenApi.Security;

/// <summary>Declares the bearer schemes of the application, and DPoP for those that accept it.</summary>
internal sealed class SecuritySchemes : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var provider = context.ApplicationServices.GetRequiredService<IAuthenticationSchemeProvider>();
        foreach (var scheme in await BearerSchemes.FindAsync(provider).ConfigureAwait(false))
        {
            document.AddComponent<IOpenApiSecurityScheme>(BearerSchemes.NameOf(scheme), new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token in the Authorization header (RFC 6750).",
            });
            if (BearerSchemes.AcceptsDPoP(scheme))
            {
                document.AddComponent<IOpenApiSecurityScheme>(BearerSchemes.DPoPNameOf(scheme), new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "dpop",
                    BearerFormat = "JWT",
                    Description = "An access token that is bound to a key, with a proof in the DPoP header (RFC 9449).",
                });
            }
        }
    }
}
