using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// Finds the current request by the scope of its services. <see cref="IHttpContextAccessor"/> would find it too, but where that service is
/// registered, ASP.NET Core creates the objects of each request anew. It is used if the application registers it, and during what
/// cannot know its scope.
/// </summary>
internal sealed class CurrentRequest
{
    private readonly IServiceProvider _root;
    private readonly IHttpContextAccessor _ambient;

    /// <param name="root">The services of the application, without a scope.</param>
    public CurrentRequest(IServiceProvider root)
    {
        _root = root;

        // The accessor of the framework has no state of its own, so a second one sees what the first one has set.
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
