using ClinicApi;
using ClinicApi.Accounts;
using ClinicApi.Auditing;
using ClinicApi.Clinic;
using ClinicApi.Endpoints;
using ClinicApi.Walkthrough;
using HipaaJwt;

if (args is ["walkthrough", .. var options] && options is [] or ["--audit-copy", _])
{
    // The walkthrough prints a report instead of a log.
    return await WalkthroughCommand.RunAsync(builder => BuildClinic(builder, logEvents: false), options.ElementAtOrDefault(1));
}

await using var app = BuildClinic(WebApplication.CreateBuilder(args), logEvents: true);
await app.Services.GetRequiredService<ClinicDatabase>().CreateAsync(CancellationToken.None);
await app.CreateDemoUsersAsync();
await app.StartAsync();
ExampleRequests.Print(app);
await app.WaitForShutdownAsync();
return 0;

static WebApplication BuildClinic(WebApplicationBuilder builder, bool logEvents)
{
    var storeFile = builder.Configuration["Clinic:StoreFile"] ?? Path.Combine(AppContext.BaseDirectory, "hipaa-jwt.db");
    var auditDirectory = builder.Configuration["Clinic:AuditDirectory"] ?? Path.Combine(AppContext.BaseDirectory, "audit");

    // Further trusted issuers, such as a partner hospital, come from configuration. The service itself issues the tokens of its own
    // users, and defines its permissions, stores and audit sinks.
    var hipaaJwt = builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
        .AddPermissions(map => map
            .Role("physician").Grants("patient:read", "chart:read", "prescription:read", "prescription:write", "record:any")
            .Role("nurse").Grants("patient:read", "chart:read", "prescription:read", "record:any")
            .Role("billing-clerk").Grants("patient:read")
            .Role("privacy-officer").Grants("audit:read")
            .Role("patient").Grants("chart:read", "prescription:read")
            .ForIssuer(
                ClinicIssuer.Name,
                own => own.Role("administrator").Grants("sessions:revoke", "users:manage", "keys:manage")))
        .AddSqliteStores(storeFile)
        .AddKeyFile(builder.Configuration["Clinic:KeyFile"] ?? $"{storeFile}.key")
        .AddTokenIssuer(ClinicIssuer.Configure)
        .AddRefreshPolicy<AccountPolicy>()
        .AddFileAuditLog(log =>
        {
            log.Directory = auditDirectory;
            log.AnchorDirectory = builder.Configuration["Clinic:AuditAnchorDirectory"];
        });
    if (logEvents)
    {
        hipaaJwt.AddAuditSink<LoggingAuditSink>(AuditDelivery.BestEffort);
    }

    builder.Services.AddAuthentication().AddHipaaJwtBearer();

    builder.Services.AddAccounts(builder.Configuration);
    builder.Services.AddValidation();
    builder.Services.AddOpenApi(options => options.AddHipaaJwt());
    builder.Services.AddHealthChecks().AddHipaaJwtRevocation().AddHipaaJwtAuditLog();
    builder.Services.AddSingleton<ClinicDatabase>().AddSingleton<ClinicStore>().AddSingleton<AuditReview>();

    var app = builder.Build();

    app.UseRateLimiter();
    app.MapSignIn();
    app.MapHipaaJwtTokenEndpoints();
    app.MapPatients();
    app.MapCharts();
    app.MapPrescriptions();
    app.MapAudit();
    app.MapUsers();
    app.MapSigningKeys();
    app.MapHipaaJwtRevocation("sessions:revoke").WithTags("Revocation");
    app.MapHealthChecks("/health").AllowAnonymous();
    app.MapOpenApi().AllowAnonymous();

    return app;
}
