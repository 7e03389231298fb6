namespace HipaaJwt;

/// <summary>The first problem that was found in a stream of an audit log, or in its directory.</summary>
/// <param name="Code">The kind of the problem.</param>
/// <param name="File">The name of the file in the directory of the stream; null if the problem is not in a file.</param>
/// <param name="Line">The line in the file, from 1; null if the problem is not in a line. The header of a segment is line 1.</param>
/// <param name="Offset">The offset of the line in the file, in bytes; null if the problem is not in a line.</param>
/// <param name="Index">The index of the first record that is not proved to be genuine; null if no record is affected.</param>
/// <param name="Message">What is wrong and what to do, in English. It contains no data of a record.</param>
public sealed record AuditLogProblem(AuditLogProblemCode Code, string? File, long? Line, long? Offset, long? Index, string Message);
