namespace HipaaJwt.Tests.Support;

public static class TheoryDataExtensions
{
    /// <summary>Converts a matrix to rows, so that each pair is a separate test case.</summary>
    public static TheoryData<T1, T2> Flatten<T1, T2>(this MatrixTheoryData<T1, T2> matrix)
    {
        TheoryData<T1, T2> rows = [];
        foreach (var row in matrix)
        {
            rows.Add(row.Data.Item1, row.Data.Item2);
        }

        return rows;
    }
}
