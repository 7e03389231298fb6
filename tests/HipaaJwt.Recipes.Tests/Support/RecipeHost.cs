using HipaaJwt.PackageTests.Documentation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HipaaJwt.Recipes.Tests.Support;

/// <summary>
/// The program of a recipe on a socket, with the settings file of its page and the test kit. The methods of the kit find the services of
/// the program through the base class, which starts nothing.
/// </summary>
internal sealed class RecipeHost : WebApplicationFactory<RecipeHost>
{
    private readonly IHost _host;
    private readonly Task _program;
    private readonly DirectoryInfo _content;

    private RecipeHost(IHost host, Task program, DirectoryInfo content) => (_host, _program, _content) = (host, program, content);

    public override IServiceProvider Services => _host.Services;

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public LogLines Log => Services.GetRequiredService<LogLines>();

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="page">The page whose first JSON block is the settings file, such as <c>keycloak</c>.</param>
    /// <param name="services">Adds services to those of the program and of the test kit, or changes them.</param>
    /// <param name="arguments">Further arguments, such as <c>--HipaaJwt:ClockSkew=00:00:10</c>.</param>
    public static Task<RecipeHost> StartAsync(
        Action<string[]> program, string page, Action<IServiceCollection>? services = null, params string[] arguments) =>
        StartWithSettingsAsync(program, SettingsOf(page), services, arguments);

    /// <summary>Runs a program with the text of its settings file.</summary>
    public static async Task<RecipeHost> StartWithSettingsAsync(
        Action<string[]> program, string settings, Action<IServiceCollection>? services = null, params string[] arguments)
    {
        var content = Directory.CreateTempSubdirectory("hipaajwt-recipe-");
        await File.WriteAllTextAsync(Path.Combine(content.FullName, "appsettings.json"), settings);
        string[] all = ["--contentRoot", content.FullName, "--urls", "http://127.0.0.1:0", "--environment", "Development", .. arguments];
        try
        {
            var (host, running) = await HostCapture.StartAsync(() => program(all), collection => AddTestServices(collection, services));
            return new RecipeHost(host, running, content);
        }
        catch
        {
            content.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Returns a settings file that a page shows; by default the first.</summary>
    public static string SettingsOf(string page, int index = 0) =>
        Markdown.Read($"docs/recipes/{page}.md").Blocks("json").ElementAt(index).Text;

    /// <summary>Creates a client of the host.</summary>
    public HttpClient Connect() => new() { BaseAddress = Address };

    public override async ValueTask DisposeAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _program.WaitAsync(TimeSpan.FromSeconds(60));
        await base.DisposeAsync();
        _content.Delete(recursive: true);
    }

    private static void AddTestServices(IServiceCollection collection, Action<IServiceCollection>? services)
    {
        var log = new LogLines();
        foreach (var provider in collection.Where(IsOfPlatform).ToList())
        {
            collection.Remove(provider);
        }

        collection.AddSingleton<ILoggerProvider>(log).AddSingleton(log);
        collection.AddHipaaJwtTesting();
        services?.Invoke(collection);
    }

    /// <summary>Whether a service writes the log to the console or the like, which the tests read in memory instead.</summary>
    private static bool IsOfPlatform(ServiceDescriptor service) =>
        service.ServiceType == typeof(ILoggerProvider)
        && service.ImplementationType?.Namespace?.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal) == true;
}
