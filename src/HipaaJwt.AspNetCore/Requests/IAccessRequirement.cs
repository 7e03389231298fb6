namespace HipaaJwt.AspNetCore.Requests;

/// <summary>An authorization requirement of this library, as the audit events and the responses describe it.</summary>
internal interface IAccessRequirement
{
    /// <summary>The names of the required permissions; empty if the requirement is another one.</summary>
    IReadOnlyList<string> Permissions => [];

    /// <summary>The required authentication; null if the requirement is another one.</summary>
    StepUpCriteria? StepUp => null;
}
