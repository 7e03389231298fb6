using System.Reflection;

namespace HipaaJwt.Hosting;

/// <summary>
/// Recognizes the tool that generates OpenAPI documents during a build. It starts the application with a server that does nothing, on
/// machines that have no configuration. ASP.NET Core documents the name of its entry assembly for this purpose.
/// </summary>
internal static class DocumentGeneration
{
    /// <summary>Whether the start of the host must need no options and download no keys. A validator still needs options.</summary>
    public static bool IsRunning => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
}
