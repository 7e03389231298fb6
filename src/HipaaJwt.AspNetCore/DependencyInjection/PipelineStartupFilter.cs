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

/// <summary>Checks the complete pipeline before the server listens. A mistake that would fail or escape at request time stops the start.</summary>
internal sealed class PipelineStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var services = app.ApplicationServices;
        var catalogs = services.GetRequiredService<PermissionCatalogs>();
        catalogs.CheckTrusts();
        next(app);
        CheckAuthorizationService(services);
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        PermissionEndpointValidator.Validate(endpoints, catalogs.All);
        StepUpEndpointValidator.Validate(endpoints);
    };

    private static void CheckAuthorizationService(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IAuthorizationService>() is not RecordedAuthorizationService)
        {
            throw new InvalidOperationException(
                "An IAuthorizationService was registered after AddHipaaJwtBearer or UseHipaaJwtTokenHandler, so its decisions would not be recorded. Register it before.");
        }
    }
}
