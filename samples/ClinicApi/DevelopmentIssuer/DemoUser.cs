namespace ClinicApi.DevelopmentIssuer;

/// <summary>Somebody who can ask the development issuer for a token.</summary>
/// <param name="Name">The subject of the token.</param>
/// <param name="Role">The role in the clinic.</param>
/// <param name="Patient">The patient whom a token of the role <c>patient</c> stands for.</param>
public sealed record DemoUser(string Name, string Role, string? Patient = null)
{
    /// <summary>Everybody there is. All of them are invented.</summary>
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("dr.rivera", "physician"),
        new("nurse.kim", "nurse"),
        new("clerk.osei", "billing-clerk"),
        new("officer.lind", "privacy-officer"),
        new("amina.okafor", "patient", Patient: "1001"),
    ];

    public static DemoUser? Find(string name) => All.FirstOrDefault(user => user.Name == name);
}
