using ClinicApi;
using ClinicApi.Auditing;
using ClinicApi.Clinic;
using ClinicApi.DevelopmentIssuer;
using ClinicApi.Endpoints;
using ClinicApi.Walkthrough;
using HipaaJwt;

if (args is ["walkthrough"])
{
    // The walkthrough prints a report instead of a log.
    return await WalkthroughCommand.RunAsync(builder => BuildClinic(builder, logEvents: false));
}

await using var app = BuildClinic(WebApplication.CreateBuilder(args), logEvents: true);
await app.Services.GetRequiredService<ClinicDatabase>().CreateAsync(CancellationToken.None);
await app.StartAsync();
ExampleRequests.Print(app);
await app.WaitForShutdownAsync();
return 0;

static WebApplication BuildClinic(WebApplicationBuilder builder, bool logEvents)
{
    // Trusted issuers come from configuration. The service itself defines its permissions, stores and audit sinks.
    var hipaaJwt = builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
        .AddPermissions(map => map
            .Role("physician").Grants("patient:read", "chart:read", "prescription:read", "prescription:write", "record:any")
            .Role("nurse").Grants("patient:read", "chart:read", "prescription:read", "record:any")
            .Role("billing-clerk").Grants("patient:read")
            .Role("privacy-officer").Grants("audit:read")
            .Role("administrator").Grants("sessions:revoke")
            .Role("patient").Grants("chart:read", "prescription:read"))
        .AddSqliteStores(builder.Configuration["Clinic:StoreFile"] ?? Path.Combine(AppContext.BaseDirectory, "hipaa-jwt.db"))
        .AddAuditSink<SqliteAuditSink>(AuditDelivery.Required);
    if (logEvents)
    {
        hipaaJwt.AddAuditSink<LoggingAuditSink>(AuditDelivery.BestEffort);
    }

    builder.Services.AddAuthentication().AddHipaaJwtBearer();

    if (builder.Environment.IsDevelopment())
    {
        builder.Services.AddDevelopmentIssuer();
    }

    builder.Services.AddValidation();
    builder.Services.AddOpenApi(options => options.AddHipaaJwt());
    builder.Services.AddHealthChecks().AddHipaaJwtRevocation();
    builder.Services.AddSingleton<ClinicDatabase>().AddSingleton<ClinicStore>().AddSingleton<AuditReview>();

    var app = builder.Build();

    app.MapPatients();
    app.MapCharts();
    app.MapPrescriptions();
    app.MapAudit();
    app.MapHipaaJwtRevocation("sessions:revoke").WithTags("Revocation");
    app.MapHealthChecks("/health").AllowAnonymous();
    app.MapOpenApi().AllowAnonymous();
    if (app.Environment.IsDevelopment())
    {
        app.MapDevelopmentIssuer();
    }

    return app;
}
