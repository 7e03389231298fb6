using ClinicApi;
using ClinicApi.Auditing;
using ClinicApi.Clinic;
using ClinicApi.DevelopmentIssuer;
using ClinicApi.Endpoints;
using ClinicApi.Walkthrough;
using HipaaJwt;

var walkthrough = args is ["walkthrough"];
var builder = WebApplication.CreateBuilder(args);
await using var settings = walkthrough ? await WalkthroughSettings.ApplyAsync(builder) : null;

// Trusted issuers come from configuration. The service itself defines its permissions and audit sinks.
var hipaaJwt = builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    .AddPermissions(map => map
        .Role("physician").Grants("patient:read", "chart:read", "prescription:read", "prescription:write", "record:any")
        .Role("nurse").Grants("patient:read", "chart:read", "prescription:read", "record:any")
        .Role("billing-clerk").Grants("patient:read")
        .Role("privacy-officer").Grants("audit:read")
        .Role("patient").Grants("chart:read", "prescription:read"))
    .AddAuditSink<SqliteAuditSink>(AuditDelivery.Required);
if (!walkthrough)
{
    // The walkthrough prints a report instead of a log.
    hipaaJwt.AddAuditSink<LoggingAuditSink>(AuditDelivery.BestEffort);
}

builder.Services.AddAuthentication().AddHipaaJwtBearer();

if (builder.Environment.IsDevelopment())
{
    builder.Services.AddDevelopmentIssuer();
}

builder.Services.AddValidation();
builder.Services.AddOpenApi(options => options.AddHipaaJwt());
builder.Services.AddSingleton<ClinicDatabase>().AddSingleton<ClinicStore>().AddSingleton<AuditReview>();

await using var app = builder.Build();

app.MapPatients();
app.MapCharts();
app.MapPrescriptions();
app.MapAudit();
app.MapOpenApi().AllowAnonymous();
if (app.Environment.IsDevelopment())
{
    app.MapDevelopmentIssuer();
}

await app.Services.GetRequiredService<ClinicDatabase>().CreateAsync(CancellationToken.None);
await app.StartAsync();
if (walkthrough)
{
    return await WalkthroughCommand.RunAsync(app);
}

ExampleRequests.Print(app);
await app.WaitForShutdownAsync();
return 0;
