using HipaaJwt.Testing.Auditing;

namespace HipaaJwt;

/// <summary>
/// A sentence about one recorded event, such as <c>ShouldHave(AccessDenied).By("dr.rivera").For("GET /chart")</c>. One event must satisfy
/// the whole sentence. Immutable.
/// </summary>
public sealed class AuditAssertion
{
    private readonly IReadOnlyCollection<AuditEvent> _recorded;
    private readonly string _sentence;

    private AuditAssertion(IReadOnlyCollection<AuditEvent> recorded, IReadOnlyList<AuditEvent> matches, string sentence)
    {
        _recorded = recorded;
        _sentence = sentence;
        Events = matches;
    }

    /// <summary>The events that satisfy the sentence, in the order of their recording; at least one.</summary>
    public IReadOnlyList<AuditEvent> Events { get; }

    /// <summary>Requires the subject of the event.</summary>
    /// <param name="subject">The subject of the token; null for an event without a token.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    public AuditAssertion By(string? subject) => Narrow($"by {subject ?? "nobody"}", recorded => recorded.Subject == subject);

    /// <summary>Requires the reason of the event.</summary>
    /// <param name="reason">The reason; <see cref="JwtErrorCode.None"/> for an event without one.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    public AuditAssertion Because(JwtErrorCode reason) => Narrow($"because {reason}", recorded => recorded.ReasonCode == reason);

    /// <summary>Requires the resource of the event.</summary>
    /// <param name="resource">The resource as a template, such as <c>GET /patients/{patient}/chart</c>.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    public AuditAssertion For(string resource) => Narrow($"for {resource}", recorded => recorded.Resource == resource);

    /// <summary>Requires a permission that the decision required.</summary>
    /// <param name="permission">The permission, such as <c>chart:read</c>.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    public AuditAssertion Requiring(string permission) =>
        Narrow($"requiring {permission}", recorded => recorded.Permissions.Contains(permission));

    /// <summary>Requires the patient of the event.</summary>
    /// <param name="patient">The identifier of the patient.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    public AuditAssertion AboutPatient(string patient) =>
        Narrow($"about patient {patient}", recorded => recorded.Patient == patient);

    /// <summary>Requires anything else of the event.</summary>
    /// <param name="description">The requirement in words, such as <c>in an emergency</c>, for the message.</param>
    /// <param name="requirement">Returns whether an event satisfies the requirement.</param>
    /// <returns>The sentence so far.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="requirement"/> is null.</exception>
    /// <exception cref="AuditAssertionException">No recorded event satisfies the sentence.</exception>
    /// <example><code>audit.ShouldHave(AuditEventType.AccessGranted).Where("in an emergency", e => e.IsEmergency)</code></example>
    public AuditAssertion Where(string description, Func<AuditEvent, bool> requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return Narrow(description, requirement);
    }

    /// <summary>Requires that exactly one event satisfies the sentence.</summary>
    /// <returns>The event.</returns>
    /// <exception cref="AuditAssertionException">Several recorded events satisfy the sentence.</exception>
    public AuditEvent Once() => Events is [var only]
        ? only
        : throw new AuditAssertionException(
            $"Expected one event {_sentence}, but {Events.Count} were recorded. {RecordedEvents.Describe(_recorded)}");

    internal static AuditAssertion Start(IReadOnlyCollection<AuditEvent> recorded, AuditEventType type) =>
        new AuditAssertion(recorded, [.. recorded], string.Empty).Narrow(type.ToString(), candidate => candidate.Type == type);

    private AuditAssertion Narrow(string words, Func<AuditEvent, bool> requirement)
    {
        var sentence = _sentence.Length == 0 ? words : $"{_sentence} {words}";
        AuditEvent[] matches = [.. Events.Where(requirement)];
        return matches.Length > 0
            ? new AuditAssertion(_recorded, matches, sentence)
            : throw new AuditAssertionException($"Expected an event {sentence}. {RecordedEvents.Describe(_recorded)}");
    }
}
