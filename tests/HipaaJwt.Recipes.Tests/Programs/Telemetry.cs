#region opentelemetry
using HipaaJwt;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
#endregion

namespace Recipes;

internal static class Telemetry
{
    public static void Run(string[] args)
    {
        #region opentelemetry
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(HipaaJwtDiagnostics.MeterName).AddAspNetCoreInstrumentation())
            .WithTracing(tracing => tracing.AddSource(HipaaJwtDiagnostics.ActivitySourceName).AddAspNetCoreInstrumentation())
            .WithLogging();
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
        {
            telemetry.UseOtlpExporter();
        }

        var app = builder.Build();
        app.MapGet("/patients/{id}/chart", (string id) => "chart")
            .RequirePermission("chart:read")
            .AuditResource("Chart", patientRouteValue: "id");
        app.Run();
        #endregion
    }
}
