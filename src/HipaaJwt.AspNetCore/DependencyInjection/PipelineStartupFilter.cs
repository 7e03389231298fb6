using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Validates the complete pipeline before the server listens, so that mistakes stop the start of the host.</summary>
internal sealed class PipelineStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => DocumentGeneration.IsRunning ? next : app =>
    {
        var services = app.ApplicationServices;
        var catalogs = services.GetRequiredService<PermissionCatalogs>();
        catalogs.ValidateTrusts();
        next(app);
        ValidateAuthorizationService(services);
        QueryTokenServices.Validate(services);
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        PermissionEndpointValidator.Validate(endpoints, catalogs.All);
        StepUpEndpointValidator.Validate(endpoints);
    };

    private static void ValidateAuthorizationService(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IAuthorizationService>() is not AuditingAuthorizationService)
        {
            throw new InvalidOperationException(
                "An IAuthorizationService was registered after AddHipaaJwtBearer or UseHipaaJwtTokenHandler, "
                + "so its decisions would not be recorded. Register it before that call.");
        }
    }
}
