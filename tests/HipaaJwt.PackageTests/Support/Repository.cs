using System.Xml.Linq;

namespace HipaaJwt.PackageTests.Support;

/// <summary>Finds files of the repository that contains these tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string ReadText(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Gets the version of a package that the repository uses.</summary>
    public static string VersionOf(string package) => XDocument.Parse(ReadText("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(element => element.Attribute("Include")!.Value == package)
        .Attribute("Version")!.Value;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "HipaaJwt.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} contains HipaaJwt.sln.");
    }
}
