#region quick-start
using HipaaJwt;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    .AddPermissions(map => map.Role("physician").Grants("chart:read"))
    .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required)
    .AddDevelopmentTokens();
builder.Services.AddAuthentication().AddHipaaJwtBearer();

var app = builder.Build();

app.MapGet("/chart", (ValidatedJwt jwt) => $"Good morning, {jwt.Subject}.")
    .RequirePermission("chart:read");

app.Run();
#endregion
