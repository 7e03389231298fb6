using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Binding;
using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.Schemes;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>
/// Adds the first step of the pipeline. Validates the complete pipeline before the server listens, so that mistakes stop the start of the
/// host, and completes the options of hubs.
/// </summary>
internal sealed class PipelineStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => DocumentGeneration.IsRunning ? next : app =>
    {
        var services = app.ApplicationServices;
        var catalogs = services.GetRequiredService<PermissionCatalogs>();
        catalogs.ValidateTrusts();
        var step = new RequestStep(services.GetRequiredService<CurrentRequest>());
        app.Use(step.Before);
        next(app);
        ValidateServices(services);
        QueryTokenServices.Validate(services);
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        step.IsAmbient = endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null);
        PermissionEndpointValidator.Validate(endpoints, catalogs.Names);
        StepUpEndpointValidator.Validate(endpoints);
        TokenParameterValidator.Validate(endpoints, HasFallbackPolicy(services));
        HubConnections.CloseOnExpiration(endpoints);
    };

    private static bool HasFallbackPolicy(IServiceProvider services) =>
        services.GetRequiredService<IOptions<AuthorizationOptions>>().Value.FallbackPolicy is not null;

    private static void ValidateServices(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        Validate<IPolicyEvaluator, AccessPolicyEvaluator>("permissions would depend on the default scheme");
        Validate<IAuthorizationPolicyProvider, HipaaJwtPolicyProvider>("step-up and several permissions would have no policy");
        Validate<IAuthorizationService, AuditingAuthorizationService>("its decisions would not be recorded");
        Validate<IAuthorizationMiddlewareResultHandler, DenialResultHandler>("503 and step-up challenges would not be written");

        void Validate<TService, TDecorator>(string consequence)
            where TService : class
        {
            if (scope.ServiceProvider.GetRequiredService<TService>() is not TDecorator)
            {
                throw new InvalidOperationException(
                    $"An {typeof(TService).Name} was registered after AddHipaaJwtBearer or UseHipaaJwtTokenHandler, "
                    + $"so {consequence}. Register it before that call.");
            }
        }
    }
}
