using System.Reflection;

namespace HipaaJwt.AspNetCore.Hosting;

/// <summary>
/// Recognizes the tool that generates OpenAPI documents during a build. It runs the application with a server that does nothing, on
/// machines that have no configuration. ASP.NET Core documents the name of its entry assembly for this purpose.
/// </summary>
internal static class DocumentGeneration
{
    public static bool IsRunning => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
}
