namespace HipaaJwt.Tool.Tests.Support;

/// <summary>The program as a process of its own.</summary>
internal static class ToolProcess
{
    /// <summary>The arguments of <c>dotnet</c> before those of the program. Beside the tests, it has the frameworks of the tests.</summary>
    public static string[] Program { get; } =
    [
        "exec", "--runtimeconfig", PathOf("HipaaJwt.Tool.Tests.runtimeconfig.json"), "--depsfile",
        PathOf("HipaaJwt.Tool.Tests.deps.json"), PathOf("hipaa-jwt.dll"),
    ];

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
