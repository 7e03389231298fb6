namespace HipaaJwt;

/// <summary>
/// The point up to which a reader has read a revocation log. The tag identifies the history: another history with the same sequence
/// has another tag.
/// </summary>
/// <param name="Epoch">The epoch that was read; <see cref="Guid.Empty"/> at the start.</param>
/// <param name="Sequence">The sequence of the last append that was read; 0 at the start.</param>
/// <param name="Tag">The tag of that append.</param>
public readonly record struct RevocationLogPosition(Guid Epoch, long Sequence, long Tag);
