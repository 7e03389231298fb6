using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ClinicApi.Accounts;

/// <summary>Limits the attempts to sign in from one address: <c>Clinic:SignInsPerMinute</c>, by default 30.</summary>
internal static class SignInThrottle
{
    public const string Policy = "sign-in";

    public static void AddSignInThrottle(this IServiceCollection services, IConfiguration configuration)
    {
        var limit = new FixedWindowRateLimiterOptions
        {
            PermitLimit = configuration.GetValue("Clinic:SignInsPerMinute", 30),
            Window = TimeSpan.FromMinutes(1),
        };
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Policy, http =>
                RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress ?? IPAddress.None, _ => limit));
        });
    }
}
