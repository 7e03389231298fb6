using ClinicApi.Accounts;
using HipaaJwt;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Walkthrough;

/// <summary>
/// Configures the instances of the service for the walkthrough: free ports, temporary files, few log lines, a partner hospital, a clock
/// that can be set forward, and shorter times for sessions and keys. Permissions stay unchanged.
/// </summary>
internal sealed class WalkthroughSettings : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clinic-");

    private WalkthroughSettings(PartnerHospital partner)
    {
        Partner = partner;
        StoreFolder = _folder.CreateSubdirectory("stores").FullName;
        AnchorDirectory = _folder.CreateSubdirectory("anchor").FullName;
    }

    /// <summary>The time for which a new signing key is published before it signs.</summary>
    public TimeSpan KeyAnnouncement { get; } = TimeSpan.FromMinutes(2);

    public WalkthroughClock Time { get; } = new();

    public PartnerHospital Partner { get; }

    /// <summary>The directory of the audit log.</summary>
    public string AuditDirectory => Path.Combine(_folder.FullName, "audit");

    /// <summary>The directory that receives the checkpoints of the audit log. In production it belongs to another machine.</summary>
    public string AnchorDirectory { get; }

    /// <summary>The folder that contains the file of the stores and nothing else.</summary>
    public string StoreFolder { get; }

    public static async Task<WalkthroughSettings> CreateAsync() => new(await PartnerHospital.StartAsync());

    /// <summary>Creates the builder of an instance.</summary>
    public WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        TrustPartner(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(Time);

        // With the default, hashing would take most of the time.
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 10_000);
        builder.Services.Configure<TokenIssuerOptions>(options =>
        {
            options.SessionLifetime = TimeSpan.FromHours(1);
            options.KeyAnnouncement = KeyAnnouncement;
            options.KeyRefreshInterval = TimeSpan.FromSeconds(1);

            // A busy machine must not change the outcome.
            options.StoreTimeout = TimeSpan.FromSeconds(5);
        });

        // The temporary folder of some systems is in memory.
        builder.Services.Configure<FileAuditLogOptions>(options => options.AllowVolatileFileSystem = true);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Clinic:DatabaseFile"] = Path.Combine(_folder.FullName, "clinic.db");
        builder.Configuration["Clinic:StoreFile"] = Path.Combine(StoreFolder, "hipaa-jwt.db");
        builder.Configuration["Clinic:KeyFile"] = Path.Combine(_folder.FullName, "hipaa-jwt.key");
        builder.Configuration["Clinic:AuditDirectory"] = AuditDirectory;
        builder.Configuration["Clinic:AuditAnchorDirectory"] = AnchorDirectory;
        builder.Configuration["Clinic:SignInsPerMinute"] = "60";
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.Hosting"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error);

        // The report shows the states that these categories would log.
        builder.Configuration["Logging:LogLevel:HipaaJwt"] = nameof(LogLevel.None);
        builder.Configuration["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.None);
        return builder;
    }

    public async ValueTask DisposeAsync()
    {
        await Partner.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Trusts the partner hospital, with the keys of a configuration file.</summary>
    private void TrustPartner(ConfigurationManager configuration)
    {
        configuration["HipaaJwt:Issuers:0:Issuer"] = Partner.Name;
        configuration["HipaaJwt:Issuers:0:MetadataAddress"] = Partner.MetadataAddress;
        configuration["HipaaJwt:Issuers:0:Audiences"] = ClinicIssuer.Audience;
        configuration["HipaaJwt:Issuers:0:Algorithms"] = nameof(JwsAlgorithm.ES256);
    }
}
