namespace HipaaJwt.AspNetCore.Requests;

/// <summary>An authorization requirement of this library, as the audit trail and the answers see it.</summary>
internal interface IAccessRequirement
{
    /// <summary>The name of the permission that is required; null if something else is.</summary>
    string? Permission => null;

    /// <summary>What is required of the user's authentication; null if something else is.</summary>
    StepUpDemand? Demand => null;
}
