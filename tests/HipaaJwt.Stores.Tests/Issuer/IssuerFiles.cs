namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>The files of an issuer.</summary>
/// <param name="Folder">Their folder.</param>
internal sealed record IssuerFiles(string Folder)
{
    public const string Issuer = "https://id.clinic.example";

    public string Database => Path.Combine(Folder, "sessions.db");

    public string Key => Path.Combine(Folder, "key");

    public string Audit => Path.Combine(Folder, "audit");
}
