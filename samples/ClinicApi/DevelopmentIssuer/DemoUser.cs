namespace ClinicApi.DevelopmentIssuer;

/// <summary>A user for whom the development issuer issues tokens.</summary>
/// <param name="Name">The subject of the token.</param>
/// <param name="Role">The role in the clinic.</param>
/// <param name="Patient">The identifier of the patient, for users with the role <c>patient</c>.</param>
public sealed record DemoUser(string Name, string Role, string? Patient = null)
{
    /// <summary>All users. They are fictitious.</summary>
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("dr.rivera", "physician"),
        new("nurse.kim", "nurse"),
        new("clerk.osei", "billing-clerk"),
        new("officer.lind", "privacy-officer"),
        new("admin.weiss", "administrator"),
        new("amina.okafor", "patient", Patient: "1001"),
    ];

    public static DemoUser? Find(string name) => All.FirstOrDefault(user => user.Name == name);
}
