using ClinicApi.Accounts;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Wrong passwords, and a user who is locked out.</summary>
internal sealed class SignInSteps(Steps steps)
{
    private const string User = "dr.haddad";

    public async Task RunAsync()
    {
        steps.Begin("Signing in");
        await steps.SignInAsync(User);
        await steps.SendAsync("an unknown user", SignIn("nobody", "guess"), Outcome.SignInFailed("user"));
        for (var attempt = 1; attempt <= SignInAttempts.Max; attempt++)
        {
            await steps.SendAsync($"wrong password {attempt}", SignIn(User, "guess"), Outcome.SignInFailed("password", User));
        }

        await steps.SendAsync("right password, but locked out", SignIn(User), Outcome.SignInFailed("locked", User));
        await steps.PassAsync(SignInAttempts.Lockout);
        await steps.SignInAsync(User);
    }
}
