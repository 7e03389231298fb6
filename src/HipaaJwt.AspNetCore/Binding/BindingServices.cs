using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Registers the token of the request for minimal APIs, controllers and constructors.</summary>
internal static class BindingServices
{
    /// <summary>
    /// Minimal APIs and hubs infer that a parameter whose type is a service comes from the services, also in generated code. The service is
    /// scoped, so that the validation of scopes finds a singleton that would keep the token of one request.
    /// </summary>
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddScoped(provider => RequestToken.Resolve(provider.GetRequiredService<CurrentRequest>().Of(provider))!);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, ConfigureTokenBinding>());
    }
}
