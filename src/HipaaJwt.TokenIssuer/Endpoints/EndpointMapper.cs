using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Maps endpoints, and describes them for OpenAPI documents.</summary>
internal sealed class EndpointMapper
{
    private const string Json = "application/json";

    private static readonly string[] Head = [HttpMethods.Head];

    private readonly EndpointFactory? _factory;

    /// <param name="group">Receives the endpoints.</param>
    /// <param name="factory">
    /// Creates them; null if a document is generated during a build, on a machine that has neither configuration nor stores.
    /// </param>
    public EndpointMapper(RouteGroupBuilder group, EndpointFactory? factory)
    {
        Group = group;
        _factory = factory;
    }

    public RouteGroupBuilder Group { get; }

    /// <summary>
    /// Maps an endpoint for clients. The body is not declared: routing would then respond 415 to other content types, and write no event.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="create">Creates the handler.</param>
    /// <param name="name">The name after <c>HipaaJwt</c>.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="body">What the body contains, in <c>application/x-www-form-urlencoded</c>.</param>
    /// <param name="contentType">The content type of the response; null if it is empty.</param>
    public void Post(
        string route,
        Func<EndpointFactory, RequestDelegate> create,
        string name,
        string summary,
        string body,
        string? contentType = null)
    {
        var handler = HandlerOf(create);
        Describe(Group.MapPost(route, handler), handler, name, summary)
            .WithDescription($"The body is application/x-www-form-urlencoded: {body}")
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), contentType is null ? [] : [contentType]),
                new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(void), [Json]),
                new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(void), [Json]),
                new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(void), [Json]));
    }

    /// <summary>Maps an endpoint that publishes a document. One operation of OpenAPI has one name, so HEAD is not described.</summary>
    /// <param name="route">The route.</param>
    /// <param name="create">Creates the handler.</param>
    /// <param name="name">The name after <c>HipaaJwt</c>.</param>
    /// <param name="summary">What it publishes.</param>
    /// <param name="contentType">The content type of the response.</param>
    public void Publish(string route, Func<EndpointFactory, RequestDelegate> create, string name, string summary, string contentType)
    {
        var handler = HandlerOf(create);
        Describe(Group.MapGet(route, handler), handler, name, summary).WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), [contentType]));
        Group.MapMethods(route, Head, handler).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>OpenAPI documents describe only endpoints whose metadata contain a method.</summary>
    private static IEndpointConventionBuilder Describe(
        IEndpointConventionBuilder endpoint, RequestDelegate handler, string name, string summary) => endpoint
        .AllowAnonymous()
        .DisableAntiforgery()
        .WithName("HipaaJwt" + name)
        .WithTags("Tokens")
        .WithSummary(summary)
        .WithMetadata(handler.Method);

    private static Task NotServedAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private RequestDelegate HandlerOf(Func<EndpointFactory, RequestDelegate> create) =>
        _factory is null ? NotServedAsync : create(_factory);
}
