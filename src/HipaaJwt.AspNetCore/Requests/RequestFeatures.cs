using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// Finds features of a request by their type. <see cref="IFeatureCollection.Get{TFeature}"/> finds the same. But it is a generic method of
/// an interface, which takes several times as long, and each request looks up several features.
/// </summary>
internal static class RequestFeatures
{
    /// <summary>Returns the endpoint of a request; null before routing, and if no route matched.</summary>
    public static Endpoint? FindEndpoint(this HttpContext context) =>
        (context.Features[typeof(IEndpointFeature)] as IEndpointFeature)?.Endpoint;

    /// <summary>Returns the state of a request that is stored as a feature; null if there is none.</summary>
    public static RequestState? FindState(this HttpContext context) => context.Features[typeof(IJwtValidationFeature)] as RequestState;

    /// <summary>Returns the items of a request; null if it has none.</summary>
    public static IDictionary<object, object?>? FindItems(this HttpContext context) =>
        (context.Features[typeof(IItemsFeature)] as IItemsFeature)?.Items;

    /// <summary>Returns the TLS connection of a request; null without one.</summary>
    public static ITlsConnectionFeature? FindTlsConnection(this HttpContext context) =>
        context.Features[typeof(ITlsConnectionFeature)] as ITlsConnectionFeature;
}
