using Microsoft.AspNetCore.Identity;

namespace ClinicApi.Accounts;

internal static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AccountStore>().AddSingleton<SignInAttempts>().AddSingleton<PasswordCheck>().AddSingleton<SignInAudit>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSignInThrottle(configuration);
    }

    /// <summary>Creates the demo users in development. Everybody can read their passwords.</summary>
    public static async Task CreateDemoUsersAsync(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var accounts = app.Services.GetRequiredService<AccountStore>();
        var hasher = app.Services.GetRequiredService<IPasswordHasher<Account>>();
        foreach (var user in DemoUser.All)
        {
            if (await accounts.FindAsync(user.Name, CancellationToken.None) is null)
            {
                var account = new Account(user.Name, string.Empty, user.Role, user.Patient);
                var hash = hasher.HashPassword(account, DemoUser.PasswordOf(user.Name));
                await accounts.AddAsync(account with { PasswordHash = hash }, CancellationToken.None);
            }
        }
    }
}
