using ClinicApi.DevelopmentIssuer;
using HipaaJwt;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Walkthrough;

/// <summary>
/// Configures the service for the walkthrough: a free port, a temporary database, few log lines, and a partner hospital beside the
/// development issuer. Permissions stay unchanged.
/// </summary>
internal sealed class WalkthroughSettings : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clinic-");
    private readonly PartnerHospital _partner;

    private WalkthroughSettings(PartnerHospital partner) => _partner = partner;

    public static async Task<WalkthroughSettings> ApplyAsync(WebApplicationBuilder builder)
    {
        var settings = new WalkthroughSettings(await PartnerHospital.StartAsync());
        settings.TrustPartner(builder);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Clinic:DatabaseFile"] = Path.Combine(settings._folder.FullName, "clinic.db");
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.Hosting"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error);
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await _partner.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Trusts the partner hospital, with the keys of a configuration file.</summary>
    private void TrustPartner(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_partner);
        builder.Configuration["HipaaJwt:Issuers:0:Issuer"] = _partner.Name;
        builder.Configuration["HipaaJwt:Issuers:0:MetadataAddress"] = _partner.MetadataAddress;
        builder.Configuration["HipaaJwt:Issuers:0:Audiences"] = Issuer.Audience;
        builder.Configuration["HipaaJwt:Issuers:0:Algorithms"] = nameof(JwsAlgorithm.ES256);
    }
}
