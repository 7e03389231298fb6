using System.Diagnostics.CodeAnalysis;
using HipaaJwt;
using HipaaJwt.TokenIssuer.DependencyInjection;
using HipaaJwt.TokenIssuer.Protection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an issuer of tokens to a service.</summary>
public static class TokenIssuerBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ITokenIssuer"/>, which issues access tokens and continues sessions, and <see cref="ISessionAdministrator"/>. The
    /// trust accepts the tokens without a request for keys. Sessions, signing keys and revocations are in memory unless a store is added,
    /// for example with <c>AddSqliteStores</c> or <c>AddPostgreSqlStores</c>.
    /// </summary>
    /// <param name="builder">The builder of the trust.</param>
    /// <param name="configure">Sets the issuer, its audiences and its lifetimes.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The process has an issuer already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(options => { })
    ///     .AddSqliteStores("clinic.db")
    ///     .AddTokenIssuer(options =>
    ///     {
    ///         options.Issuer = "https://id.clinic.example";
    ///         options.Audiences.Add("https://api.clinic.example");
    ///     });
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddTokenIssuer(this HipaaJwtBuilder builder, Action<TokenIssuerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        if (builder.Services.Any(service => service.ServiceType == typeof(ITokenIssuer)))
        {
            throw new InvalidOperationException("AddTokenIssuer was called twice. A process has one issuer.");
        }

        builder.Services.AddOptions<TokenIssuerOptions>().Configure(configure);
        TokenIssuerServices.AddTo(builder);
        return builder;
    }

    /// <summary>Adds what decides at each refresh whether a session goes on. It may be scoped.</summary>
    /// <typeparam name="TPolicy">The type of the policy. Unless it is registered already, it is registered as scoped.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static HipaaJwtBuilder AddRefreshPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        this HipaaJwtBuilder builder)
        where TPolicy : class, IRefreshPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<TPolicy>();
        builder.Services.RemoveAll<IRefreshPolicy>();
        builder.Services.AddScoped<IRefreshPolicy>(provider => provider.GetRequiredService<TPolicy>());
        return builder;
    }

    /// <summary>
    /// Signs access tokens with keys of the application, such as those of a key vault. The life cycle of the keys is its own.
    /// </summary>
    /// <typeparam name="TSigner">The type of the signer. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static HipaaJwtBuilder AddSigner<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSigner>(
        this HipaaJwtBuilder builder)
        where TSigner : class, ISigner
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TSigner>();
        builder.Services.RemoveAll<ISigner>();
        builder.Services.AddSingleton<ISigner>(provider => provider.GetRequiredService<TSigner>());
        return builder;
    }

    /// <summary>
    /// Encrypts signing keys and the data of sessions with a key in a file instead of ASP.NET Core Data Protection. It is for services on
    /// one host. Back the file up apart from the store: without it, all sessions end.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file. It is created with the mode 0600 if it does not exist.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static HipaaJwtBuilder AddKeyFile(this HipaaJwtBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        builder.Services.Replace(ServiceDescriptor.Singleton<IKeyProtector>(_ => new FileKeyProtector(path)));
        return builder;
    }
}
