using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.DependencyInjection;

/// <summary>Creates loggers.</summary>
internal static class LoggerResolution
{
    /// <summary>
    /// Creates the logger of a class. Resolving it would construct its type at run time, which takes long at start with Native AOT.
    /// </summary>
    public static ILogger<T> CreateLogger<T>(this IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger<T>();
}
