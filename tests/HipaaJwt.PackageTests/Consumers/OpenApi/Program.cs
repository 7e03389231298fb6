using HipaaJwt;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
builder.Services.AddAuthentication().AddHipaaJwtBearer();
builder.Services.AddAuthentication().AddJwtBearer("Legacy", _ => { }).UseHipaaJwtTokenHandler("Legacy");
builder.Services.AddOpenApi(options => options.AddHipaaJwt());

var app = builder.Build();

app.MapOpenApi().AllowAnonymous();
app.MapGet("/charts/{id}", (string id) => "chart " + id).RequirePermission("chart:read");
app.MapGet("/health", () => "ok");

app.Run();
