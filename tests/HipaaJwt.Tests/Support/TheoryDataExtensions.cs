namespace HipaaJwt.Tests.Support;

public static class TheoryDataExtensions
{
    /// <summary>Every pair, as plain rows, so that each is a test case of its own.</summary>
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
