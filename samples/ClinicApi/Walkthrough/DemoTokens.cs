using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Valid tokens of all demo users, requested from the development issuer over HTTP.</summary>
internal sealed record DemoTokens(string Physician, string Nurse, string Clerk, string PrivacyOfficer, string Patient)
{
    public static async Task<DemoTokens> FetchAsync(HttpClient http)
    {
        return new(
            await OfAsync("dr.rivera"),
            await OfAsync("nurse.kim"),
            await OfAsync("clerk.osei"),
            await OfAsync("officer.lind"),
            await OfAsync("amina.okafor"));

        async Task<string> OfAsync(string user)
        {
            using var response = await http.PostAsJsonAsync("/dev/token", new TokenRequest(user));
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<TokenResponse>())!.AccessToken;
        }
    }
}
