namespace HipaaJwt;

/// <summary>
/// The action on a resource, with the letters of DICOM and of FHIR AuditEvent (C, R, U, D, E). Audit events contain the letter.
/// </summary>
public enum AuditAction
{
    /// <summary>The resource was created: <c>C</c>.</summary>
    Create = 'C',

    /// <summary>The resource was read, viewed or printed: <c>R</c>.</summary>
    Read = 'R',

    /// <summary>The resource was updated: <c>U</c>.</summary>
    Update = 'U',

    /// <summary>The resource was deleted: <c>D</c>.</summary>
    Delete = 'D',

    /// <summary>An operation was executed, such as a search: <c>E</c>.</summary>
    Execute = 'E',
}
