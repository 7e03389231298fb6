namespace ClinicApi.Accounts;

/// <summary>A user of the sample. The users and their passwords are fictitious, and exist only in development.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">The role in the clinic.</param>
/// <param name="Patient">The identifier of the patient, for users with the role <c>patient</c>.</param>
public sealed record DemoUser(string Name, string Role, string? Patient = null)
{
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("dr.rivera", "physician"),
        new("dr.haddad", "physician"),
        new("nurse.kim", "nurse"),
        new("clerk.osei", "billing-clerk"),
        new("officer.lind", "privacy-officer"),
        new("admin.weiss", "administrator"),
        new("amina.okafor", "patient", Patient: "1001"),
    ];

    public static string PasswordOf(string name) => $"{name}-is-fictitious";
}
