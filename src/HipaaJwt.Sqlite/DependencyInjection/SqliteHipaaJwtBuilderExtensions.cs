using HipaaJwt;
using HipaaJwt.Sqlite.Database;
using HipaaJwt.Sqlite.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores in an SQLite file.</summary>
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
}
