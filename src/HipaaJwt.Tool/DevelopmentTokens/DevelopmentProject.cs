using System.Text;
using System.Xml;
using System.Xml.Linq;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.DevelopmentTokens;

/// <summary>The project whose user secrets contain the development key.</summary>
/// <param name="File">The project file.</param>
/// <param name="UserSecretsId">The name of the folder of its user secrets.</param>
/// <param name="IsNew">Whether the tool has added the name to the project file, as <c>dotnet user-secrets init</c> does.</param>
internal sealed record DevelopmentProject(string File, string UserSecretsId, bool IsNew)
{
    private const string Property = "UserSecretsId";

    private static readonly string[] Patterns = ["*.csproj", "*.fsproj", "*.vbproj"];

    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>Opens the project in a folder, or a project file.</summary>
    public static Found<DevelopmentProject> Open(string path)
    {
        if (!FindFile(path).Is(out var file, out var failure) || !TextFiles.Read(file, "the project file").Is(out var text, out failure))
        {
            return failure;
        }

        XDocument project;
        try
        {
            project = XDocument.Parse(text, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException exception)
        {
            return Failure.NotFound($"the project file {file} is not XML: line {exception.LineNumber}.");
        }

        var id = project.Descendants().FirstOrDefault(element => element.Name.LocalName == Property)?.Value.Trim();
        return string.IsNullOrEmpty(id) ? Initialize(file, project)
            : id.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || id is "." or ".."
                ? Failure.NotFound($"the {Property} of {file} is not the name of a folder. Write a GUID.")
                : new DevelopmentProject(file, id, IsNew: false);
    }

    private static Found<string> FindFile(string path)
    {
        if (System.IO.File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            return Failure.NotFound($"the project {path} does not exist.");
        }

        string[] files = [.. Patterns.SelectMany(pattern => Directory.EnumerateFiles(path, pattern))];
        return files is [var file]
            ? file
            : Failure.NotFound(
                $"the folder {Path.GetFullPath(path)} has {(files.Length == 0 ? "no project file" : "several project files")}. "
                + "Run the command in the folder of the project, or name the project with --project.");
    }

    private static DevelopmentProject Initialize(string file, XDocument project)
    {
        var id = Guid.NewGuid().ToString();
        var root = project.Root!;
        var group = root.Elements().FirstOrDefault(element => element.Name.LocalName == "PropertyGroup");
        var property = new XElement(root.Name.Namespace + Property, id);
        if (group is null)
        {
            root.AddFirst(new XText("\n  "), new XElement(root.Name.Namespace + "PropertyGroup", property));
        }
        else
        {
            group.AddFirst(new XText("\n    "), property);
        }

        var bytes = System.IO.File.ReadAllBytes(file);
        var settings = new XmlWriterSettings
        {
            OmitXmlDeclaration = project.Declaration is null,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)),
        };
        using var writer = XmlWriter.Create(file, settings);
        project.Save(writer);
        return new DevelopmentProject(file, id, IsNew: true);
    }
}
