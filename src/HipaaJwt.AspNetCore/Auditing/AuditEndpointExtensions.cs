using HipaaJwt;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Describes endpoints for their audit events.</summary>
public static class AuditEndpointExtensions
{
    /// <summary>Names the record that an endpoint handles, for its audit events.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="type">The type of the record, such as <c>Chart</c>.</param>
    /// <param name="idRouteValue">The route value that contains the identifier of the record.</param>
    /// <param name="patientRouteValue">The route value that contains the identifier of the patient.</param>
    /// <example>
    /// <code>
    /// app.MapGet("/patients/{patient}/charts/{id}", ReadChart)
    ///     .RequirePermission("chart:read")
    ///     .AuditResource("Chart", idRouteValue: "id", patientRouteValue: "patient");
    /// </code>
    /// </example>
    public static TBuilder AuditResource<TBuilder>(this TBuilder builder, string type, string? idRouteValue = null, string? patientRouteValue = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AuditResourceAttribute(type) { IdRouteValue = idRouteValue, PatientRouteValue = patientRouteValue });

    /// <summary>Sets what an endpoint does with its record, for its audit events, if the HTTP method does not say it.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="action">What the endpoint does with the record.</param>
    public static TBuilder AuditAction<TBuilder>(this TBuilder builder, AuditAction action)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AuditActionAttribute(action));
}
