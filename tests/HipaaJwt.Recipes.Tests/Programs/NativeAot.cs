#region native-aot
using System.Text.Json.Serialization;
using HipaaJwt;
#endregion

namespace Recipes;

internal static class NativeAot
{
    public static void Run(string[] args)
    {
        #region native-aot
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ChartJson.Default));
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();

        var app = builder.Build();
        app.MapGet("/charts/{id}", (string id, HttpContext http) => new ChartSummary(id, http.GetValidatedJwt()!.Subject))
            .RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}

#region native-aot
public sealed record ChartSummary(string Id, string Reader);

[JsonSerializable(typeof(ChartSummary))]
internal sealed partial class ChartJson : JsonSerializerContext;
#endregion
