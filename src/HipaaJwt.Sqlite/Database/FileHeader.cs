namespace HipaaJwt.Sqlite.Database;

/// <summary>
/// What the first page of a database says about its history. The package counts the generations of the write-ahead log in it.
/// </summary>
/// <remarks>
/// SQLite does not notice if the file is replaced by an older copy while its write-ahead log remains, and would mix both. Therefore the
/// first transaction after the file was written to increments the generation. It starts at random in a new file. So a write-ahead log
/// belongs to a file only if its generation is that of the file or the next one.
/// </remarks>
/// <param name="Generation">The generation, in the place of <c>user_version</c>.</param>
/// <param name="SchemaCookie">The number of changes of the schema, in the place of <c>schema_version</c>. A vacuumed copy has another.</param>
internal readonly record struct FileHeader(int Generation, int SchemaCookie)
{
    /// <summary>The generation that follows.</summary>
    public int NextGeneration => Generation == int.MaxValue ? 1 : Generation + 1;

    /// <summary>Whether a header that includes the write-ahead log continues this header of the file alone.</summary>
    public bool IsContinuedBy(FileHeader withLog) =>
        SchemaCookie == withLog.SchemaCookie && (withLog.Generation == Generation || withLog.Generation == NextGeneration);
}
