using System.Text.RegularExpressions;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>A page of the documentation.</summary>
internal sealed partial class Markdown
{
    private readonly string[] _lines;

    private Markdown(string path)
    {
        Path = path;
        Text = File.ReadAllText(Repository.PathOf(path));
        _lines = Text.ReplaceLineEndings("\n").Split('\n');
    }

    private static IEnumerable<string> PackageReadmes =>
        Directory.EnumerateDirectories(Repository.PathOf("src")).Select(folder => System.IO.Path.Combine(folder, "package-readme.md"));

    /// <summary>The path of the page, relative to the root of the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The targets of the links of the page.</summary>
    public IEnumerable<string> Links => LinkPattern().Matches(Text).Select(match => match.Groups["target"].Value);

    /// <summary>The anchors of the headings and of <c>a</c> elements.</summary>
    public IEnumerable<string> Anchors => _lines
        .Where(line => line.StartsWith('#'))
        .Select(heading => NonAnchorCharacters().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'))
        .Concat(AnchorPattern().Matches(Text).Select(match => match.Groups["name"].Value));

    public static Markdown Read(string path) => new(path);

    public static IEnumerable<Markdown> All() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
        .Concat(PackageReadmes)
        .Select(file => Read(System.IO.Path.GetRelativePath(Repository.Root, file)));

    /// <summary>Returns the fenced code blocks of a language, each with its line number and the line above it.</summary>
    public IEnumerable<CodeBlock> Blocks(string language)
    {
        for (var start = 0; start < _lines.Length; start++)
        {
            if (_lines[start] == "```" + language)
            {
                var end = Array.IndexOf(_lines, "```", start);
                var lineAbove = start == 0 ? string.Empty : _lines[start - 1];
                yield return new CodeBlock(this, start + 1, lineAbove, string.Join('\n', _lines[(start + 1)..end]));
            }
        }
    }

    /// <summary>Returns the cells of every table row, without backticks.</summary>
    public IEnumerable<string[]> Rows() => _lines
        .Where(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"<a id=""(?<name>[^""]+)"">")]
    private static partial Regex AnchorPattern();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NonAnchorCharacters();
}

/// <summary>A fenced code block of a page.</summary>
internal sealed record CodeBlock(Markdown Page, int Line, string LineAbove, string Text)
{
    public string Place => $"{Page.Path}, line {Line}";
}
