using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Binding;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.Schemes;
using HipaaJwt.AspNetCore.SignalR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Registers the services that the bearer scheme and the token handler for JwtBearer share.</summary>
internal static class AccessServices
{
    public static void AddTo(IServiceCollection services, SchemeTrust scheme)
    {
        services.AddAuthorization();
        HubServices.AddTo(services);
        QueryTokenServices.AddTo(services);
        BindingServices.AddTo(services);
        services.AddSingleton(scheme);
        services.TryAddSingleton<CurrentRequest>();
        services.TryAddSingleton<CallerTokens>();
        services.TryAddSingleton<OwnSchemes>();
        services.TryAddSingleton<CompletionRecorder>();
        services.TryAddSingleton<DecisionAudit>();
        services.TryAddSingleton<DecisionRecorder>();
        services.TryAddSingleton<RejectionTelemetry>();
        services.TryAddSingleton<RequestValidators>();
        services.TryAddSingleton<PermissionCatalogs>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AuthorizationOptions>, ConfigurePermissionPolicies>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PipelineStartupFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, AuditUnavailableHandler>());
        services.DecorateInScope<IAuthenticationService, IRequestScope, VerdictAuthenticationService>(
            VerdictAuthenticationService.InnerKey);
        services.Decorate<IPolicyEvaluator, AccessPolicyEvaluator>(AccessPolicyEvaluator.InnerKey);
        services.Decorate<IAuthorizationPolicyProvider, HipaaJwtPolicyProvider>(
            HipaaJwtPolicyProvider.InnerKey, typeof(DefaultAuthorizationPolicyProvider));
        services.Decorate<IAuthorizationService, AuditingAuthorizationService>(AuditingAuthorizationService.InnerKey);
        services.Decorate<IAuthorizationMiddlewareResultHandler, DenialResultHandler>(
            DenialResultHandler.InnerKey, typeof(AuthorizationMiddlewareResultHandler));
    }
}
