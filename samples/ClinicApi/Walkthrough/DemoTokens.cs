using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Valid tokens of all demo users, requested from the development issuer over HTTP.</summary>
internal sealed record DemoTokens(string Physician, string Nurse, string Clerk, string PrivacyOfficer, string Administrator, string Patient)
{
    public static async Task<DemoTokens> FetchAllAsync(HttpClient http) =>
        new(
            await FetchAsync(http, "dr.rivera"),
            await FetchAsync(http, "nurse.kim"),
            await FetchAsync(http, "clerk.osei"),
            await FetchAsync(http, "officer.lind"),
            await FetchAsync(http, "admin.weiss"),
            await FetchAsync(http, "amina.okafor"));

    /// <summary>Requests a new token of one user.</summary>
    public static async Task<string> FetchAsync(HttpClient http, string user)
    {
        using var response = await http.PostAsJsonAsync("/dev/token", new TokenRequest(user));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenResponse>())!.AccessToken;
    }
}
