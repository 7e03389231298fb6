namespace ClinicApi.Accounts;

/// <summary>The account of a user.</summary>
/// <param name="User">The name with which the user signs in. It is the subject of the tokens.</param>
/// <param name="PasswordHash">The hash that ASP.NET Core Identity creates.</param>
/// <param name="Role">The role in the clinic.</param>
/// <param name="Patient">The identifier of the patient, for users with the role <c>patient</c>.</param>
/// <param name="IsActive">Whether the user may sign in and continue sessions.</param>
public sealed record Account(string User, string PasswordHash, string Role, string? Patient, bool IsActive = true)
{
    /// <returns>The name only, so that no log contains the hash.</returns>
    public override string ToString() => User;
}
