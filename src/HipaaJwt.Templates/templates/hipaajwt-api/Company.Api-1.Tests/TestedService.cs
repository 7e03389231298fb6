using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Company.Api_1.Tests;

/// <summary>
/// Starts the service with its own configuration. The issuer and its keys belong to the tests. The audit log stays beside the tests: the
/// service may still close it when its factory is disposed of.
/// </summary>
public sealed class TestedService : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseSetting("HipaaJwt:Issuers:0:Issuer", "https://issuer.test");
        builder.UseSetting("HipaaJwt:Issuers:0:Audiences:0", "https://charts.test");
        builder.UseSetting("HipaaJwt:Issuers:0:Algorithms:0", "ES256");
        builder.UseSetting("AuditLog:Directory", Path.Combine(AppContext.BaseDirectory, "audit"));
    }
}
