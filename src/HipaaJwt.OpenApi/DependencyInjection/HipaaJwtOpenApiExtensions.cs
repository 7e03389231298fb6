using HipaaJwt.OpenApi.Security;
using Microsoft.AspNetCore.OpenApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Describes the security of an application in its OpenAPI document.</summary>
public static class HipaaJwtOpenApiExtensions
{
    /// <summary>
    /// Adds the bearer schemes of the application to the document, DPoP for the schemes of <c>AddHipaaJwtBearer</c>, and the schemes
    /// and permissions that each operation requires.
    /// </summary>
    /// <remarks>
    /// An operation lists its permissions as <c>x-required-permissions</c>, and from OpenAPI 3.1 on also in its security requirements. It
    /// gets responses for 401 and 403 if it declares none. Operations that allow anonymous callers do not change.
    /// </remarks>
    /// <param name="options">The options of the document.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <example><code>services.AddOpenApi(options => options.AddHipaaJwt());</code></example>
    public static OpenApiOptions AddHipaaJwt(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddDocumentTransformer(new SecuritySchemes()).AddOperationTransformer(new SecurityRequirements(options));
    }
}
