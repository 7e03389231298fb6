using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// Finds the current request by the scope of its services. <see cref="IHttpContextAccessor"/> would find it too, but if that service is
/// registered, ASP.NET Core creates new objects for each request. The ambient request is used if the application registers the accessor,
/// if it has hubs, and while a decision about a record of the application is made.
/// </summary>
internal sealed class CurrentRequest
{
    private readonly IServiceProvider _root;
    private readonly IHttpContextAccessor _ambient;

    /// <param name="root">The services of the application, without a scope.</param>
    public CurrentRequest(IServiceProvider root)
    {
        _root = root;

        // All instances of the framework's accessor share their state.
        _ambient = root.GetService<IHttpContextAccessor>() ?? new HttpContextAccessor();
    }

    /// <summary>The request of the running code; null if only the scope knows it.</summary>
    public HttpContext? Ambient
    {
        get => _ambient.HttpContext;
        set => _ambient.HttpContext = value;
    }

    /// <summary>Returns the service that knows the request of a scope; null for services without a scope.</summary>
    public IRequestScope? ScopeOf(IServiceProvider services) =>
        ReferenceEquals(services, _root) ? null : services.GetService<IRequestScope>();

    /// <summary>Returns the request that services belong to; null outside a request.</summary>
    public HttpContext? Of(IServiceProvider services) => ScopeOf(services)?.Request ?? Ambient;
}
