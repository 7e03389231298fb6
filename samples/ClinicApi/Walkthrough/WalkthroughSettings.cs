using Microsoft.Data.Sqlite;

namespace ClinicApi.Walkthrough;

/// <summary>A free port, a database that is thrown away, and a quiet console. What is trusted and permitted stays as it is.</summary>
internal sealed class WalkthroughSettings : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clinic-");

    public static WalkthroughSettings Apply(WebApplicationBuilder builder)
    {
        var settings = new WalkthroughSettings();
        builder.Environment.EnvironmentName = Environments.Development;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Clinic:DatabaseFile"] = Path.Combine(settings._folder.FullName, "clinic.db");
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.Hosting"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error);
        builder.Configuration["Logging:LogLevel:HipaaJwt.LoggingAuditSink"] = nameof(LogLevel.None);
        return settings;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
