using HipaaJwt;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds metadata to endpoints that their audit events contain.</summary>
public static class AuditEndpointExtensions
{
    /// <summary>Names the record that an endpoint handles. The audit events of the endpoint contain it.</summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="type">The type of the record, such as <c>Chart</c>, for <see cref="AuditEvent.ResourceType"/>.</param>
    /// <param name="idRouteValue">
    /// The name of the route value for <see cref="AuditEvent.ResourceId"/>; null records no identifier.
    /// </param>
    /// <param name="patientRouteValue">
    /// The name of the route value for <see cref="AuditEvent.Patient"/>; null records no patient.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    /// <example>
    /// <code>
    /// app.MapGet("/patients/{patient}/charts/{id}", ReadChart)
    ///     .RequirePermission("chart:read")
    ///     .AuditResource("Chart", idRouteValue: "id", patientRouteValue: "patient");
    /// </code>
    /// </example>
    public static TBuilder AuditResource<TBuilder>(
        this TBuilder builder, string type, string? idRouteValue = null, string? patientRouteValue = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AuditResourceAttribute(type) { IdRouteValue = idRouteValue, PatientRouteValue = patientRouteValue });

    /// <summary>
    /// Sets the action that the audit events of an endpoint record. Use it if the HTTP method does not describe the action: by
    /// default, GET and HEAD read, POST creates, PUT and PATCH update, DELETE deletes, and other methods execute.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="action">The action that the endpoint performs on the record, for <see cref="AuditEvent.Action"/>.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>app.MapPost("/charts/search", Search).AuditAction(AuditAction.Read);</code></example>
    public static TBuilder AuditAction<TBuilder>(this TBuilder builder, AuditAction action)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AuditActionAttribute(action));
}
