using System.Text;
using System.Text.Json;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Tool.Settings;

/// <summary>Reads settings files as ASP.NET Core reads them: JSON with comments, later files over earlier ones.</summary>
internal static class SettingsFiles
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static Found<IConfigurationSection> Read(IEnumerable<string> paths, string section)
    {
        var builder = new ConfigurationBuilder();
        foreach (var path in paths)
        {
            if (!TextFiles.Read(path, "the settings file").Is(out var text, out var failure))
            {
                return failure;
            }

            if (Check(path, text) is { } problem)
            {
                return problem;
            }

            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        }

        try
        {
            var found = builder.Build().GetSection(section);
            return found.Exists()
                ? Found<IConfigurationSection>.Of(found)
                : Failure.NotFound($"the settings have no section {section}. Name it with --section.");
        }
        catch (FormatException)
        {
            return Failure.NotFound("a settings file names an option twice. Remove one.");
        }
    }

    /// <summary>Checks the syntax. The message has the position and nothing of the text, which may contain secrets.</summary>
    private static Failure? Check(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : Failure.NotFound($"the settings file {path} is not one JSON object.");
        }
        catch (JsonException exception)
        {
            var (line, column) = (exception.LineNumber + 1, exception.BytePositionInLine + 1);
            return Failure.NotFound($"the settings file {path} is not JSON: line {line}, byte {column}.");
        }
    }
}
