using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HipaaJwt.OpenApi.Security;

/// <summary>Adds to each operation the schemes and the permissions that it requires, and the responses to other callers.</summary>
internal sealed class SecurityRequirements : IOpenApiOperationTransformer
{
    private readonly OpenApiOptions _options;

    public SecurityRequirements(OpenApiOptions options) => _options = options;

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (await OperationAccess.FindAsync(context).ConfigureAwait(false) is not { } access)
        {
            return;
        }

        operation.Security ??= [];
        foreach (var scheme in access.Schemes)
        {
            AddRequirements(operation.Security, context.Document, scheme, access.Permissions);
        }

        AddPermissions(operation, access.Permissions);
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "The request has no valid token." });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = Describe(access.Permissions) });
    }

    private void AddRequirements(
        IList<OpenApiSecurityRequirement> requirements,
        OpenApiDocument? document,
        AuthenticationScheme scheme,
        IReadOnlyList<string> permissions)
    {
        // Before OpenAPI 3.1, only OAuth 2.0 and OpenID Connect schemes may list scopes or roles.
        List<string> roles = _options.OpenApiVersion >= OpenApiSpecVersion.OpenApi3_1 ? [.. permissions] : [];
        requirements.Add(new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(BearerSchemes.NameOf(scheme), document)] = roles,
        });
        if (BearerSchemes.AcceptsDPoP(scheme))
        {
            requirements.Add(new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(BearerSchemes.DPoPNameOf(scheme), document)] = [.. roles],
            });
        }
    }

    private static void AddPermissions(OpenApiOperation operation, IReadOnlyList<string> permissions)
    {
        if (permissions.Count > 0)
        {
            var names = new JsonArray([.. permissions.Select(permission => JsonValue.Create(permission))]);
            operation.AddExtension("x-required-permissions", new JsonNodeExtension(names));
        }
    }

    private static string Describe(IReadOnlyList<string> permissions) => permissions.Count == 0
        ? "The token does not grant access."
        : $"The token does not grant {string.Join(" and ", permissions)}.";
}
