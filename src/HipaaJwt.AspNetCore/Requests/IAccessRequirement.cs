namespace HipaaJwt.AspNetCore.Requests;

/// <summary>An authorization requirement of this library, as the audit events and the responses describe it.</summary>
internal interface IAccessRequirement
{
    /// <summary>The name of the required permission; null if the requirement is another one.</summary>
    string? Permission => null;

    /// <summary>The required authentication; null if the requirement is another one.</summary>
    StepUpCriteria? StepUp => null;
}
