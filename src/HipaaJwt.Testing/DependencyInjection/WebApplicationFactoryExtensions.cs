using HipaaJwt.Testing.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt;

/// <summary>Adds the test kit to a <see cref="WebApplicationFactory{TEntryPoint}"/>, and gets its parts from the host.</summary>
public static class WebApplicationFactoryExtensions
{
    /// <summary>
    /// Creates a factory whose host has the test kit. The application starts as it does in production, with its own configuration. Only the
    /// keys of its trusted issuers are replaced, so that no request goes to their addresses.
    /// </summary>
    /// <typeparam name="TEntryPoint">A type of the application, usually <c>Program</c>.</typeparam>
    /// <param name="factory">The factory.</param>
    /// <param name="configure">Changes the options of the kit; nothing by default.</param>
    /// <returns>A new factory. Dispose of it, or of <paramref name="factory"/>, which then disposes of both.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <example>
    /// <code>
    /// using var client = factory.WithHipaaJwtTesting().CreateClient().As("dr.rivera", roles: ["physician"]);
    /// </code>
    /// </example>
    public static WebApplicationFactory<TEntryPoint> WithHipaaJwtTesting<TEntryPoint>(
        this WebApplicationFactory<TEntryPoint> factory, Action<HipaaJwtTestingOptions>? configure = null)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.WithWebHostBuilder(
            builder => builder.ConfigureTestServices(services => services.AddHipaaJwtTesting(configure)));
    }

    /// <summary>Gets the test issuer for an issuer that the host trusts.</summary>
    /// <typeparam name="TEntryPoint">A type of the application.</typeparam>
    /// <param name="factory">A factory with the test kit. It starts the host if that has not happened yet.</param>
    /// <param name="issuer">The issuer, as in the options; by default the first of the trust.</param>
    /// <param name="trust">The name of the trust; by default the unnamed one, or the first that has the issuer.</param>
    /// <returns>The issuer. It lives as long as the host.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The host does not have the kit, or does not trust the issuer. The message says what to write.
    /// </exception>
    public static TestTokenIssuer GetTestIssuer<TEntryPoint>(
        this WebApplicationFactory<TEntryPoint> factory, string? issuer = null, string? trust = null)
        where TEntryPoint : class =>
        Get<TEntryPoint, HostIssuers>(factory, "factory.WithHipaaJwtTesting()").Get(issuer, trust);

    /// <summary>Gets the recorder of the audit events of the host.</summary>
    /// <typeparam name="TEntryPoint">A type of the application.</typeparam>
    /// <param name="factory">A factory with the test kit. It starts the host if that has not happened yet.</param>
    /// <returns>The recorder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The host does not have the kit.</exception>
    public static AuditRecorder GetAuditRecorder<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class =>
        Get<TEntryPoint, AuditRecorder>(factory, "factory.WithHipaaJwtTesting()");

    /// <summary>Gets the fake clock of the host. Move it with <see cref="FakeTimeProvider.Advance(TimeSpan)"/>.</summary>
    /// <typeparam name="TEntryPoint">A type of the application.</typeparam>
    /// <param name="factory">A factory with the test kit and a fake clock. It starts the host if that has not happened yet.</param>
    /// <returns>The clock.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The host does not have the kit, or no fake clock.</exception>
    public static FakeTimeProvider GetFakeClock<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class =>
        Get<TEntryPoint, FakeTimeProvider>(factory, "factory.WithHipaaJwtTesting(options => options.UseFakeClock())");

    /// <summary>
    /// Advances the fake clock of the host and, if the host has a store of revocations, waits until it has read the store again. After
    /// <see cref="FakeTimeProvider.Advance(TimeSpan)"/> alone such a host rejects tokens with
    /// <see cref="JwtErrorCode.RevocationUnavailable"/> until it has.
    /// </summary>
    /// <typeparam name="TEntryPoint">A type of the application.</typeparam>
    /// <param name="factory">A factory with the test kit and a fake clock.</param>
    /// <param name="time">The time to advance; at least 0.</param>
    /// <returns>A task that completes when the host accepts tokens again.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The host does not have the kit, or no fake clock.</exception>
    /// <exception cref="TimeoutException">The store of revocations was not read within 10 seconds.</exception>
    /// <example><code>await factory.AdvanceAsync(TimeSpan.FromMinutes(15));</code></example>
    public static Task AdvanceAsync<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, TimeSpan time)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return new HostClock(factory.GetFakeClock(), factory.Services).AdvanceAsync(time);
    }

    private static TService Get<TEntryPoint, TService>(WebApplicationFactory<TEntryPoint> factory, string remedy)
        where TEntryPoint : class
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.Services.GetService<TService>() ?? throw new InvalidOperationException(
            $"The host has no {typeof(TService).Name}. Create the factory with {remedy}, keep the factory that it returns, and use that.");
    }
}
