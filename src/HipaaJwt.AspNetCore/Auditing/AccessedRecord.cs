using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>The record that a request accesses, and the action, from the metadata of the endpoint and the route values.</summary>
/// <param name="Action">The action of the request.</param>
/// <param name="Type">The type of the record.</param>
/// <param name="Id">The identifier of the record.</param>
/// <param name="Patient">The identifier of the patient.</param>
internal readonly record struct AccessedRecord(AuditAction Action, string? Type, string? Id, string? Patient)
{
    public static AccessedRecord Of(HttpContext context)
    {
        var metadata = context.FindEndpoint()?.Metadata;
        var action = metadata?.GetMetadata<AuditActionAttribute>()?.Action ?? ActionOf(context.Request.Method);
        return metadata?.GetMetadata<AuditResourceAttribute>() is { } resource
            ? new AccessedRecord(
                action, resource.Type, RouteValue(context, resource.IdRouteValue), RouteValue(context, resource.PatientRouteValue))
            : new AccessedRecord(action, null, null, null);
    }

    /// <summary>Returns the action and the type, but never the patient.</summary>
    public override string ToString() => $"AccessedRecord {Action} {Type}";

    private static AuditAction ActionOf(string method) => method switch
    {
        "GET" or "HEAD" => AuditAction.Read,
        "POST" => AuditAction.Create,
        "PUT" or "PATCH" => AuditAction.Update,
        "DELETE" => AuditAction.Delete,
        _ => AuditAction.Execute,
    };

    private static string? RouteValue(HttpContext context, string? name) => name is null ? null : context.GetRouteValue(name)?.ToString();
}
