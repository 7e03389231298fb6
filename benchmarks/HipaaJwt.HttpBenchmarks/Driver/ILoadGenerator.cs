namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Sends requests over <see cref="HttpLoad.Connections"/> connections.</summary>
internal interface ILoadGenerator
{
    string Name { get; }

    /// <summary>Sends requests for the given duration.</summary>
    /// <returns>The responses per second.</returns>
    /// <exception cref="InvalidOperationException">A response was not successful.</exception>
    Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration);
}
