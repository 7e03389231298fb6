namespace HipaaJwt;

/// <summary>What was done with a resource, by the letters of DICOM and FHIR AuditEvent (C, R, U, D, E). Events are written with the letter.</summary>
public enum AuditAction
{
    /// <summary>Created: <c>C</c>.</summary>
    Create = 'C',

    /// <summary>Read, viewed or printed: <c>R</c>.</summary>
    Read = 'R',

    /// <summary>Updated: <c>U</c>.</summary>
    Update = 'U',

    /// <summary>Deleted: <c>D</c>.</summary>
    Delete = 'D',

    /// <summary>Executed, such as a search or an operation: <c>E</c>.</summary>
    Execute = 'E',
}
