namespace HipaaJwt.Names;

/// <summary>Finds the known name that a person probably meant: the same name in another case, or one with few other characters.</summary>
internal static class NearestName
{
    /// <summary>Longer text is not a name.</summary>
    private const int MaxLength = 64;

    /// <summary>Finds the nearest of the known names.</summary>
    /// <param name="written">The name as a person wrote it.</param>
    /// <param name="known">The known names.</param>
    /// <returns>The nearest name; null if none is near.</returns>
    public static string? Find(string written, IEnumerable<string> known)
    {
        var plain = Plain(written);
        if (plain.Length is 0 or > MaxLength)
        {
            return null;
        }

        var (name, distance) = known
            .Select(candidate => (Name: candidate, Distance: Distance(plain, Plain(candidate))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return name is not null && distance <= AllowedFor(plain.Length) ? name : null;
    }

    /// <summary>One character in names of up to four, two in names of up to eight, three in longer ones.</summary>
    private static int AllowedFor(int length) => length switch
    {
        <= 4 => 1,
        <= 8 => 2,
        _ => 3,
    };

    /// <summary>Case and separators are what people confuse first, so they do not count.</summary>
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>The number of characters to insert, remove, replace or swap with their neighbor (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        int[][] rows = [.. Enumerable.Range(0, left.Length + 1).Select(_ => new int[right.Length + 1])];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i][j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Cheapest(rows, left, right, i, j),
                };
            }
        }

        return rows[left.Length][right.Length];
    }

    private static int Cheapest(int[][] rows, string left, string right, int i, int j)
    {
        var replace = rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var least = Math.Min(replace, Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1);
        return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]
            ? Math.Min(least, rows[i - 2][j - 2] + 1)
            : least;
    }
}
