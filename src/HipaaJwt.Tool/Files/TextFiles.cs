using System.Text;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Files;

/// <summary>Reads small text files that a user names.</summary>
internal static class TextFiles
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">The path.</param>
    /// <param name="what">What the file is, such as "the settings file", for the message.</param>
    public static Found<string> Read(string path, string what)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? Failure.NotFound($"{what} {path} does not exist.")
                : file.Length > MaxBytes ? Failure.NotFound($"{what} {path} is larger than 4 MiB.")
                : File.ReadAllText(path, Utf8);
        }
        catch (DecoderFallbackException)
        {
            return Failure.NotFound($"{what} {path} is not UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound($"{what} {path} cannot be read: {exception.Message}");
        }
    }
}
