namespace HipaaJwt.TokenIssuer.Activities;

/// <summary>Metadata of endpoints whose requests are no activity of the user, because the application sends them by itself.</summary>
internal sealed class WithoutSessionActivity
{
    private WithoutSessionActivity()
    {
    }

    public static WithoutSessionActivity Instance { get; } = new();
}
