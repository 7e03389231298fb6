namespace HipaaJwt.Fhir.Cursors;

/// <summary>What has been exported of a stream: all records before an index, and later completions that were joined to them.</summary>
/// <param name="Next">The index of the first record that has not been exported.</param>
/// <param name="Joined">The indexes after it that need no export of their own.</param>
internal sealed record StreamPosition(long Next, IReadOnlyList<long> Joined);
