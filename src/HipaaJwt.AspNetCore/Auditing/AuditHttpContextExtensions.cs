using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt;

/// <summary>Records the access of a request to the records of patients.</summary>
public static class AuditHttpContextExtensions
{
    /// <summary>
    /// Records that the request reads or changes the record of a patient: an event of its own, with the user, the request and
    /// what the endpoint's metadata says. Call it before the data leaves, once for each patient.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="patient">The identifier of the patient.</param>
    /// <param name="action">What is done with the record; by default as the endpoint or the HTTP method says.</param>
    /// <param name="resourceType">The type of the record; by default as <see cref="AuditResourceAttribute"/> says.</param>
    /// <param name="resourceId">The identifier of the record; by default as <see cref="AuditResourceAttribute"/> says.</param>
    /// <param name="cancellationToken">Ends the wait for sinks that are <see cref="AuditDelivery.Required"/>.</param>
    /// <exception cref="AuditUnavailableException">A required sink could not record the event. The answer is 503.</exception>
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

    /// <inheritdoc cref="AuditPatientAsync(HttpContext, string, AuditAction?, string?, string?, CancellationToken)"/>
    /// <param name="context">The request.</param>
    /// <param name="access">The patient, the record and what is done with it.</param>
    /// <param name="cancellationToken">Ends the wait for sinks that are <see cref="AuditDelivery.Required"/>.</param>
    public static async ValueTask AuditPatientAsync(this HttpContext context, PatientAccess access, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(access);
        var recorder = context.RequestServices.GetRequiredService<DecisionRecorder>();
        if (!await recorder.PatientAccessedAsync(context, access, cancellationToken).ConfigureAwait(false))
        {
            throw new AuditUnavailableException();
        }
    }
}
