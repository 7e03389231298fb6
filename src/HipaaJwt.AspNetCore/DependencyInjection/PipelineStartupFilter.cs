using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Looks at the finished pipeline before the server listens. What would refuse or escape at request time stops the start.</summary>
internal sealed class StartupCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var services = app.ApplicationServices;
        var catalog = services.GetService<PermissionCatalog>() ?? throw new InvalidOperationException(
            "AddHipaaJwtBearer and UseHipaaJwtTokenHandler need AddHipaaJwt. Call services.AddHipaaJwt(…) and say there which issuers are trusted.");
        next(app);
        RefuseUnrecordedDecisions(services);
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        UnknownPermissions.Refuse(endpoints, catalog);
        ContradictoryDemands.Refuse(endpoints);
    };

    private static void RefuseUnrecordedDecisions(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IAuthorizationService>() is not RecordedAuthorizationService)
        {
            throw new InvalidOperationException(
                "An IAuthorizationService was registered after AddHipaaJwtBearer or UseHipaaJwtTokenHandler, so that its decisions would leave no audit event. Register it before.");
        }
    }
}
