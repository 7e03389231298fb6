using System.Diagnostics.Metrics;
using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Binding;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.QueryTokens;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.Schemes;
using HipaaJwt.AspNetCore.SignalR;
using HipaaJwt.Auditing;
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
        AddDecisions(services);
        services.TryAddSingleton(provider => new RejectionTelemetry(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton(provider => new RequestValidators(
            provider,
            provider.GetRequiredService<DecisionRecorder>(),
            provider.GetRequiredService<RejectionTelemetry>(),
            provider.GetRequiredService<QueryTokenPaths>()));
        services.TryAddSingleton(provider => new PermissionCatalogs(provider, provider.GetServices<SchemeTrust>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AuthorizationOptions>, ConfigurePermissionPolicies>(
            provider => new ConfigurePermissionPolicies(
                provider.GetRequiredService<PermissionCatalogs>(), provider.GetRequiredService<CallerTokens>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PipelineStartupFilter>(_ => new PipelineStartupFilter()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, AuditUnavailableHandler>(
            _ => new AuditUnavailableHandler()));
        services.DecorateInScope<IAuthenticationService, IRequestScope, VerdictAuthenticationService>(
            VerdictAuthenticationService.InnerKey);
        services.Decorate<IPolicyEvaluator, AccessPolicyEvaluator>(AccessPolicyEvaluator.InnerKey);
        services.Decorate<IAuthorizationPolicyProvider, HipaaJwtPolicyProvider>(
            HipaaJwtPolicyProvider.InnerKey, typeof(DefaultAuthorizationPolicyProvider));
        services.Decorate<IAuthorizationService, AuditingAuthorizationService>(AuditingAuthorizationService.InnerKey);
        services.Decorate<IAuthorizationMiddlewareResultHandler, DenialResultHandler>(
            DenialResultHandler.InnerKey, typeof(AuthorizationMiddlewareResultHandler));
    }

    private static void AddDecisions(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new CurrentRequest(provider));
        services.TryAddSingleton(provider => new CallerTokens(provider.GetRequiredService<CurrentRequest>()));
        services.TryAddSingleton(provider => new OwnSchemes(
            provider.GetServices<SchemeTrust>(), provider.GetRequiredService<IAuthenticationSchemeProvider>()));
        services.TryAddSingleton(provider => new CompletionRecorder(
            provider.GetRequiredService<IAuditTrail>(), provider.GetRequiredService<AuditOptions>()));
        services.TryAddSingleton(provider => new DecisionAudit(
            provider.GetRequiredService<CallerTokens>(),
            provider.GetRequiredService<IJwtRevalidator>(),
            provider.GetRequiredService<DecisionRecorder>(),
            provider.GetRequiredService<CurrentRequest>()));
        services.TryAddSingleton(provider => new DecisionRecorder(
            provider.GetRequiredService<IAuditTrail>(), provider.GetRequiredService<CompletionRecorder>()));
    }
}
