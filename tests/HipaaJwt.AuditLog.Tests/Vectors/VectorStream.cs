namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>What a verifier says about one stream of a test vector. The numbers are null if the stream has a problem.</summary>
internal sealed record VectorStream(string? Origin, string Verdict, long? Events, long? Redacted, long? Void);
