using HipaaJwt;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required)
    .AddSqliteStores("sessions.db")
    .AddTokenIssuer(options => options.Issuer = builder.Configuration["Issuer"] ?? string.Empty);
builder.Services.AddAuthentication().AddHipaaJwtBearer();
builder.Services.AddAuthentication().AddJwtBearer("Legacy", _ => { }).UseHipaaJwtTokenHandler("Legacy");
builder.Services.AddOpenApi(options => options.AddHipaaJwt());

var app = builder.Build();

app.MapOpenApi().AllowAnonymous();
app.MapGet("/charts/{id}", (string id) => "chart " + id).RequirePermission("chart:read");
app.MapHipaaJwtTokenEndpoints();
app.MapPost("/sign-in", async (ITokenIssuer issuer) =>
    await issuer.IssueAsync(new TokenRequest { Subject = "u", ClientId = "c" }) is { IsIssued: true } result
        ? Results.Ok(result.Tokens.AccessToken)
        : Results.Unauthorized()).AllowAnonymous();
app.MapGet("/health", () => "ok");

app.Run();
