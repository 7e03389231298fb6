namespace ClinicApi.Walkthrough;

/// <summary>Valid access tokens of demo users who have signed in.</summary>
internal sealed record DemoTokens(string Physician, string Nurse, string Clerk, string PrivacyOfficer, string Administrator, string Patient)
{
    public static async Task<DemoTokens> SignInAllAsync(ScenarioRunner clinic, CancellationToken cancellationToken)
    {
        return new(
            await SignInAsync("dr.rivera"),
            await SignInAsync("nurse.kim"),
            await SignInAsync("clerk.osei"),
            await SignInAsync("officer.lind"),
            await SignInAsync("admin.weiss"),
            await SignInAsync("amina.okafor"));

        async Task<string> SignInAsync(string user) => (await clinic.SignInAsync(user, cancellationToken)).AccessToken;
    }

    /// <summary>Replaces tokens that have expired.</summary>
    public async Task<DemoTokens> RenewAsync(ScenarioRunner clinic, CancellationToken cancellationToken) => this with
    {
        Physician = (await clinic.SignInAsync("dr.rivera", cancellationToken)).AccessToken,
        Nurse = (await clinic.SignInAsync("nurse.kim", cancellationToken)).AccessToken,
        Administrator = (await clinic.SignInAsync("admin.weiss", cancellationToken)).AccessToken,
    };
}
