namespace HipaaJwt;

/// <summary>A paragraph of the HIPAA rules, what HipaaJwt does for it, and what remains the duty of the operator. Immutable.</summary>
public sealed class HipaaSafeguard
{
    internal HipaaSafeguard(string paragraph, SafeguardSpecification specification, string subject)
    {
        Paragraph = paragraph;
        Specification = specification;
        Subject = subject;
    }

    /// <summary>The paragraph of 45 CFR, such as <c>164.312(b)</c>.</summary>
    public string Paragraph { get; }

    /// <summary>Whether it must be implemented.</summary>
    public SafeguardSpecification Specification { get; }

    /// <summary>Its subject, such as <c>Audit controls</c>.</summary>
    public string Subject { get; }

    /// <summary>What HipaaJwt does for it.</summary>
    public required string Feature { get; init; }

    /// <summary>What the operator must do.</summary>
    public required string OperatorDuty { get; init; }

    /// <summary>The options and registration methods that decide how it is met, such as <c>Audit:WriteTimeout</c>.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The audit events that show that it is in effect.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<AuditEventType> Events { get; init; } = [];
}
