namespace HipaaJwt.AuditLog.Verification;

/// <summary>Provides the signed notes of a stream in order. Not thread-safe.</summary>
internal interface INoteSource : IAsyncDisposable
{
    /// <summary>Reads the next note.</summary>
    /// <returns>Null at the end.</returns>
    ValueTask<StoredNote?> ReadAsync();
}
