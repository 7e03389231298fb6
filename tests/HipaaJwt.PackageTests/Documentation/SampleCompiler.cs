using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>Compiles code blocks of the documentation as part of a web project.</summary>
internal static class SampleCompiler
{
    /// <summary>The implicit usings of the web SDK, and the variables that the code blocks assume.</summary>
    private const string Context = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using Microsoft.AspNetCore.Mvc.Testing;
        global using Xunit;
        global using HipaaJwt;
        global using static SampleContext;

        internal static class SampleContext
        {
            public static IServiceCollection services => throw new NotSupportedException();
            public static WebApplication app => throw new NotSupportedException();
            public static IConfiguration configuration => throw new NotSupportedException();
            public static Microsoft.IdentityModel.Tokens.SecurityKey securityKey => throw new NotSupportedException();
            public static IJwtValidator validator => throw new NotSupportedException();
            public static IJwtRevalidator revalidator => throw new NotSupportedException();
            public static ValidatedJwt validated => throw new NotSupportedException();
            public static IAuditTrail trail => throw new NotSupportedException();
            public static AuditEvent auditEvent => throw new NotSupportedException();
            public static CancellationToken cancellationToken => default;
            public static ILogger logger => throw new NotSupportedException();
            public static string token => string.Empty;
            public static WebApplicationFactory<TableWriter> factory => throw new NotSupportedException();
        }

        public sealed class TableWriter
        {
            public Task InsertAsync(Guid id, DateTimeOffset time, string type, string? subject, CancellationToken cancellationToken) =>
                Task.CompletedTask;
        }

        public sealed class ChartHub : Microsoft.AspNetCore.SignalR.Hub;

        public sealed record Account(string Id, IReadOnlyList<string> Roles);

        public sealed class AccountDirectory
        {
            public Task<bool> IsActiveAsync(string? subject, CancellationToken cancellationToken) => Task.FromResult(true);

            public Task<Account?> VerifyAsync(string user, string password) => Task.FromResult<Account?>(null);
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The entry point of the application that a test starts. A program has one of its own.</summary>
    private static SyntaxTree[] EntryPoint(CSharpParseOptions options) =>
        [CSharpSyntaxTree.ParseText("public partial class Program;", options)];

    /// <summary>Returns the errors and warnings of a code block. With statements it is a program, otherwise a library.</summary>
    public static IReadOnlyList<string> Compile(string code)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var tree = CSharpSyntaxTree.ParseText(code, options);
        var isProgram = tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(Context, options), tree, .. isProgram ? [] : EntryPoint(options)],
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Location.SourceTree == tree)
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }
}
