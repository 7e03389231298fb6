namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Sends requests over <see cref="HttpLoad.Connections"/> connections for a while.</summary>
internal interface ILoadGenerator
{
    string Name { get; }

    /// <summary>Returns the answers per second.</summary>
    /// <exception cref="InvalidOperationException">An answer was not what a good token deserves.</exception>
    Task<double> DriveAsync(Uri endpoint, Scenario scenario, TimeSpan duration);
}
