using HipaaJwt;

namespace Company.Worker_1;

/// <summary>Registers what decides about messages. The tests use the same registrations.</summary>
public static class ChartMessagesExtensions
{
    /// <summary>Adds the validator, the permissions, the audit log and the handler of messages.</summary>
    /// <param name="builder">The builder of the host.</param>
    /// <returns>The builder of HipaaJwt, to add more.</returns>
    public static HipaaJwtBuilder AddChartMessages(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<MessageHandler>();
        return builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddPermissions(map => map.Role("physician").Grants(MessageHandler.Permission))
            .AddFileAuditLog(log =>
            {
                log.Directory = builder.Configuration["AuditLog:Directory"] ?? "audit";
                log.AllowVolatileFileSystem = builder.Environment.IsDevelopment();
            })
            .AddDevelopmentTokens();
    }
}
