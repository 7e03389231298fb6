using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Permissions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>What the bearer scheme and the handler for JwtBearer have in common: permissions and their audit events.</summary>
internal static class AccessServices
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.TryAddSingleton<DecisionRecorder>();
        services.TryAddSingleton<RequestValidator>();
        services.TryAddSingleton<DPoPChallenge>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AuthorizationOptions>, ConfigurePermissionPolicies>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StartupCheck>());
        services.Decorate<IAuthorizationPolicyProvider, PermissionPolicyProvider>(PermissionPolicyProvider.InnerKey, typeof(DefaultAuthorizationPolicyProvider));
        services.Decorate<IAuthorizationService, RecordedAuthorizationService>(RecordedAuthorizationService.InnerKey);
        services.Decorate<IAuthorizationMiddlewareResultHandler, DenialResultHandler>(RecordedAuthorizationService.InnerKey, typeof(AuthorizationMiddlewareResultHandler));
    }
}
