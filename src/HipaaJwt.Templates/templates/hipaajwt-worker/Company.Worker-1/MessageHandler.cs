using HipaaJwt;

namespace Company.Worker_1;

/// <summary>Decides about a message by its token, and records the decision before the chart changes.</summary>
public sealed class MessageHandler(IJwtValidator validator, IAuditTrail trail, ILogger<MessageHandler> logger)
{
    /// <summary>The permission that a message requires.</summary>
    public const string Permission = "chart:write";

    /// <summary>Handles one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What happens to the message.</returns>
    public async Task<MessageResult> HandleAsync(ChartMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);

        // The validator records TokenAccepted or TokenRejected.
        var validation = await validator.ValidateAsync(message.Token, cancellationToken);
        if (!validation.IsValid)
        {
            logger.LogWarning("Rejected a message: {Error}", validation.Error);
            return validation.Error.IsUnavailable ? MessageResult.Retry : MessageResult.Rejected;
        }

        var isGranted = validation.Token.Permissions.Contains(Permission);
        if (!await trail.RecordAsync(Decision(validation.Token, isGranted, message.Patient), cancellationToken))
        {
            return MessageResult.Retry;
        }

        if (!isGranted)
        {
            return MessageResult.Rejected;
        }

        // Change the chart here.
        return MessageResult.Done;
    }

    private static AuditEvent Decision(ValidatedJwt token, bool isGranted, string patient)
    {
        var decision = isGranted
            ? AuditEvent.ForAccess(token)
            : AuditEvent.ForAccess(token, AuditOutcome.Failure, JwtErrorCode.PermissionMissing);
        return decision with
        {
            Action = AuditAction.Update,
            Resource = "queue charts",
            ResourceType = "Chart",
            Patient = patient,
            Permissions = [Permission],
        };
    }
}
