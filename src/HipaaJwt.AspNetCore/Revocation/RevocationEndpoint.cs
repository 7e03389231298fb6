using System.Text.Json;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Revocations;

/// <summary>An endpoint that revokes one kind of target for an administrator.</summary>
internal sealed class RevocationEndpoint
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    private readonly string _path;
    private readonly string _name;
    private readonly string _summary;
    private readonly string _member;
    private readonly Type _body;
    private readonly Func<string, string, Revocation> _create;

    private RevocationEndpoint(
        string path, string name, string summary, string member, Type body, Func<string, string, Revocation> create)
    {
        _path = path;
        _name = name;
        _summary = summary;
        _member = member;
        _body = body;
        _create = create;
    }

    public static RevocationEndpoint Subjects { get; } = new(
        "/subjects",
        "HipaaJwtRevokeSubject",
        "Revokes all tokens of a subject that were issued until now.",
        "subject",
        typeof(SubjectRevocation),
        Revocation.Subject);

    public static RevocationEndpoint Sessions { get; } = new(
        "/sessions",
        "HipaaJwtRevokeSession",
        "Revokes all tokens of a session.",
        "sessionId",
        typeof(SessionRevocation),
        Revocation.Session);

    public static RevocationEndpoint Tokens { get; } = new(
        "/tokens",
        "HipaaJwtRevokeToken",
        "Revokes one token.",
        "tokenId",
        typeof(TokenRevocation),
        Revocation.Token);

    /// <summary>Maps the endpoint. OpenAPI documents describe only endpoints whose metadata contain a method.</summary>
    public void MapTo(IEndpointRouteBuilder endpoints) => endpoints.MapPost(_path, HandleAsync)
        .WithName(_name)
        .WithTags("Revocation")
        .WithSummary(_summary)
        .WithMetadata(
            ((RequestDelegate)HandleAsync).Method,
            new AcceptsMetadata([Json], Described(_body)),
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, Described(typeof(RevocationAnswer)), [Json]),
            new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, Described(typeof(ProblemDetails)), [Problem]),
            new ProducesResponseTypeMetadata(StatusCodes.Status415UnsupportedMediaType, Described(typeof(ProblemDetails)), [Problem]),
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(void)));

    /// <summary>Without reflection, the document generator has no schema of these types and would fail.</summary>
    private static Type? Described(Type type) => JsonSerializer.IsReflectionEnabledByDefault ? type : null;

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasJsonContentType())
        {
            await WriteProblemAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "Send application/json.").ConfigureAwait(false);
            return;
        }

        var body = await RevocationBody.ReadAsync(context, _member).ConfigureAwait(false);
        if (body.Problem is { } problem)
        {
            await WriteProblemAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        await RevokeAsync(context, _create(body.Issuer, body.Identifier) with
        {
            Reason = body.Reason,
            RequestedBy = context.GetValidatedJwt(),
            RequestId = context.TraceIdentifier,
            RemoteAddress = context.Connection.RemoteIpAddress,
        }).ConfigureAwait(false);
    }

    /// <summary>The revocation is not cancelled when the client disconnects, so that its event is written.</summary>
    private static async Task RevokeAsync(HttpContext context, Revocation revocation)
    {
        try
        {
            var receipt = await context.RequestServices.GetRequiredService<IRevocation>()
                .RevokeAsync(revocation, CancellationToken.None).ConfigureAwait(false);
            await WriteAnswerAsync(context.Response, receipt).ConfigureAwait(false);
        }
        catch (RevocationUnavailableException)
        {
            await UnavailableResponse.WriteAsync(context).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            await WriteProblemAsync(
                context, StatusCodes.Status400BadRequest, "No trusted issuer has this name. Use the issuer as in the options.")
                .ConfigureAwait(false);
        }
    }

    private static async Task WriteAnswerAsync(HttpResponse response, RevocationReceipt receipt)
    {
        response.ContentType = Json;
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("effectiveBy", receipt.EffectiveBy);
            writer.WriteEndObject();
        }
    }

    private static Task WriteProblemAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
