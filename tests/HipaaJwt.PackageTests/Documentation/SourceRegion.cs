using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>The code that a code block of the documentation shows: <c>&lt;!-- from path, region name --&gt;</c>.</summary>
internal static class SourceRegion
{
    private const string Marker = "<!-- from ";

    /// <summary>Tells whether the line above a code block names its source.</summary>
    public static bool IsNamedBy(CodeBlock block) => block.LineAbove.StartsWith(Marker, StringComparison.Ordinal);

    /// <summary>
    /// Reads the region that a code block names. Several regions of the same name are parts of one text, such as the usings of a file and
    /// the body of a method. An empty line separates them, and their indentation is removed.
    /// </summary>
    public static string Read(CodeBlock block)
    {
        var source = block.LineAbove[Marker.Length..]
            .Replace("-->", string.Empty, StringComparison.Ordinal)
            .Split(", region ", StringSplitOptions.TrimEntries);
        var parts = PartsOf(File.ReadAllLines(Repository.PathOf(source[0])), source[1]).ToArray();
        parts.Should().NotBeEmpty("{0} should have the region {1}", source[0], source[1]);
        return string.Join("\n\n", parts);
    }

    private static IEnumerable<string> PartsOf(string[] lines, string name)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Trim() == "#region " + name)
            {
                var indentation = lines[index].Length - lines[index].TrimStart().Length;
                yield return string.Join('\n', lines.Skip(index + 1)
                    .TakeWhile(line => line.Trim() != "#endregion")
                    .Select(line => line.Length < indentation ? string.Empty : line[indentation..]));
            }
        }
    }
}
