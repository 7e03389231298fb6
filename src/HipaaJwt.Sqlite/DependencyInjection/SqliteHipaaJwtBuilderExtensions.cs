using HipaaJwt;
using HipaaJwt.Sqlite.Database;
using HipaaJwt.Sqlite.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores and the audit log in SQLite files.</summary>
public static class SqliteHipaaJwtBuilderExtensions
{
    /// <summary>
    /// Stores revocations, used one-time tokens, DPoP proofs, sessions and signing keys in an SQLite file, which turns revocation on. All
    /// processes of one host can share the file. It is created if it does not exist, and its schema is upgraded, unless
    /// <see cref="SqliteStoreOptions.ApplySchema"/> is <see langword="false"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file: <see cref="SqliteStoreOptions.Path"/>.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="path"/> is null.</exception>
    /// <remarks>The host does not start if the file is not usable, and names the remedy.</remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    ///     .AddSqliteStores("/var/lib/clinic/hipaa-jwt.db");
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddSqliteStores(
        this HipaaJwtBuilder builder, string path, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(path);
        var services = builder.Services;
        services.Configure<SqliteStoreOptions>(options =>
        {
            options.Path = path;
            configure?.Invoke(options);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreInitializer, SqliteStoreInitializer>());
        services.TryAddSingleton<SqliteDatabase>();
        return builder.AddRevocationStore<SqliteRevocationStore>().AddReplayStore<SqliteReplayStore>()
            .AddSessionStore<SqliteSessionStore>().AddSigningKeyStore<SqliteSigningKeyStore>();
    }

    /// <summary>
    /// Writes the events of all trusts of the process to a durable, tamper-evident audit log in an SQLite file that all processes of one
    /// host share, in one total order (45 CFR 164.312(b)). The host does not start if the log cannot be opened.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file: <see cref="SqliteAuditLogOptions.Path"/>. It is not the file of the stores.</param>
    /// <param name="configure">Configures the log. Set at least <see cref="AuditLogOptions.SigningKeyFile"/>.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> by default: a decision waits until its event is committed, and becomes a denial if it is not.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/>, <paramref name="path"/> or <paramref name="configure"/> is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    ///     .AddSqliteAuditLog("/var/lib/clinic/audit.db", log =&gt; log.SigningKeyFile = "/etc/clinic/audit.key");
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddSqliteAuditLog(
        this HipaaJwtBuilder builder,
        string path,
        Action<SqliteAuditLogOptions> configure,
        AuditDelivery delivery = AuditDelivery.Required)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<SqliteAuditLogOptions>(options =>
        {
            options.Path = path;
            configure(options);
        });
        builder.Services.TryAddSingleton(provider => new SqliteAuditLogDatabase(OptionsOf(provider)));
        return builder.AddDatabaseAuditLog(
            provider => provider.GetRequiredService<SqliteAuditLogDatabase>(), OptionsOf, delivery);
    }

    private static SqliteAuditLogOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<SqliteAuditLogOptions>>().Value;
}
