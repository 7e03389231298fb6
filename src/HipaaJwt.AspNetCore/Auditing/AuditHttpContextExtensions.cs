using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt;

/// <summary>Records the access of a request to patient data.</summary>
public static class AuditHttpContextExtensions
{
    /// <summary>
    /// Writes one audit event for the access of a request to the record of a patient. The event contains the user, the request
    /// and the metadata of the endpoint. Call it once for each patient, before the response contains patient data.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="patient">The identifier of the patient.</param>
    /// <param name="action">The action; null takes it from <see cref="AuditActionAttribute"/> or the HTTP method.</param>
    /// <param name="resourceType">The type of the record; null takes it from <see cref="AuditResourceAttribute"/>.</param>
    /// <param name="resourceId">The identifier of the record; null takes it from <see cref="AuditResourceAttribute"/>.</param>
    /// <param name="cancellationToken">
    /// Cancels the wait for sinks with <see cref="AuditDelivery.Required"/>. Such a sink may still record the event.
    /// </param>
    /// <returns>A task that completes when all required sinks have recorded the event.</returns>
    /// <exception cref="ArgumentException"><paramref name="patient"/> is empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> or <paramref name="patient"/> is null.</exception>
    /// <exception cref="AuditUnavailableException">
    /// A required sink failed or exceeded <see cref="AuditOptions.WriteTimeout"/>. The response is 503.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <example>
    /// <code>
    /// app.MapGet("/search", async (string name, HttpContext http, Charts charts) =>
    /// {
    ///     var found = await charts.FindAsync(name);
    ///     foreach (var chart in found)
    ///     {
    ///         await http.AuditPatientAsync(chart.Patient, resourceId: chart.Id);
    ///     }
    ///
    ///     return found;
    /// });
    /// </code>
    /// </example>
    public static ValueTask AuditPatientAsync(
        this HttpContext context,
        string patient,
        AuditAction? action = null,
        string? resourceType = null,
        string? resourceId = null,
        CancellationToken cancellationToken = default) =>
        context.AuditPatientAsync(
            new PatientAccess(patient) { Action = action, ResourceType = resourceType, ResourceId = resourceId }, cancellationToken);

    /// <inheritdoc cref="AuditPatientAsync(HttpContext, string, AuditAction?, string?, string?, CancellationToken)" path="/summary"/>
    /// <param name="context">The request.</param>
    /// <param name="access">The patient, the record and the action.</param>
    /// <param name="cancellationToken">
    /// Cancels the wait for sinks with <see cref="AuditDelivery.Required"/>. Such a sink may still record the event.
    /// </param>
    /// <returns>A task that completes when all required sinks have recorded the event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> or <paramref name="access"/> is null.</exception>
    /// <exception cref="AuditUnavailableException">
    /// A required sink failed or exceeded <see cref="AuditOptions.WriteTimeout"/>. The response is 503.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <example>
    /// <code>
    /// await http.AuditPatientAsync(new PatientAccess("p-7") { ResourceType = "Observation", PurposeOfUse = "TREAT" });
    /// </code>
    /// </example>
    public static async ValueTask AuditPatientAsync(
        this HttpContext context, PatientAccess access, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(access);
        var recorder = context.RequestServices.GetRequiredService<DecisionRecorder>();
        if (!await recorder.RecordPatientAccessAsync(context, access, cancellationToken).ConfigureAwait(false))
        {
            throw new AuditUnavailableException();
        }
    }

    /// <summary>
    /// Notes that the response leaves out data of some categories, for example because the user lacks a permission for them. The
    /// <see cref="AuditEventType.RequestCompleted"/> event of the request lists them. Without
    /// <see cref="AuditOptions.RecordCompletedRequests"/>, nothing is recorded. Further calls add to the list.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="categories">The categories, for <see cref="AuditEvent.OmittedCategories"/>. They must not identify a patient.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/>, the categories or one of them is null.</exception>
    /// <exception cref="ArgumentException">A category is empty or white space.</exception>
    /// <example><code>http.AuditOmittedCategories("psychotherapy-notes");</code></example>
    public static void AuditOmittedCategories(this HttpContext context, params IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(categories);
        var state = RequestState.GetOrCreate(context);
        foreach (var category in categories)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(category, nameof(categories));
            state.AddOmittedCategory(category);
        }
    }
}
