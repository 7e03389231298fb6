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
/// <param name="SchemaCookie">
/// The number of changes of the schema, in the place of <c>schema_version</c>. A copy by <c>VACUUM INTO</c>, whose pages have another
/// order, has a higher one.
/// </param>
internal sealed record FileHeader(int Generation, int SchemaCookie)
{
    /// <summary>The maximum number of generations that other processes can complete between two reads.</summary>
    private const int MaxGenerationsBetweenReads = 10_000;

    /// <summary>The generation that follows.</summary>
    public int NextGeneration => Generation == int.MaxValue ? 1 : Generation + 1;

    /// <summary>Whether a write-ahead log that leads to the other header can belong to the file with this header.</summary>
    public bool IsContinuedBy(FileHeader withLog) =>
        SchemaCookie <= withLog.SchemaCookie && (withLog.Generation == Generation || withLog.Generation == NextGeneration);

    /// <summary>
    /// Whether the file can have had the other header before, if only logs were copied into it. If not, it is opened again.
    /// </summary>
    public bool CanFollow(FileHeader earlier) =>
        SchemaCookie == earlier.SchemaCookie && ((Generation - earlier.Generation) & int.MaxValue) <= MaxGenerationsBetweenReads;
}
