namespace HipaaJwt;

/// <summary>Checks a store when the host starts. Registered as a service, it runs before the log of revocations is read.</summary>
public interface IStoreInitializer
{
    /// <summary>
    /// Checks the version and the settings of the store. A store that cannot be reached must not fail the start: requests are rejected as
    /// unavailable until it answers.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the start of the host is cancelled.</param>
    /// <returns>A task that completes when the store is checked or cannot be reached.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The store is not usable. The message contains the remedy.
    /// </exception>
    ValueTask InitializeAsync(CancellationToken cancellationToken);
}
