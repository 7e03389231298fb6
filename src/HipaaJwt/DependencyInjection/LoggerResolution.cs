using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.DependencyInjection;

/// <summary>Creates loggers.</summary>
internal static class LoggerResolution
{
    /// <summary>
    /// Creates the logger of a class. To resolve it instead would construct its type at run time, which takes long at the start of a
    /// process that was compiled ahead.
    /// </summary>
    public static ILogger<T> CreateLogger<T>(this IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger<T>();
}
