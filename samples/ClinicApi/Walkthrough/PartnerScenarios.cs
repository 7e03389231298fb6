using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Tokens of the partner hospital, before and after a key rotation.</summary>
internal sealed class PartnerScenarios(PartnerHospital hospital, TokenForge forge)
{
    private const string Chart = "/patients/1001/chart";
    private const string Physician = "dr.lindqvist";

    public IEnumerable<Scenario> BeforeRotation() =>
        [new("physician of the partner reads a chart", Scenario.Read(Chart, TokenSignedWith(hospital.Key)), Outcome.Granted(Physician))];

    public IEnumerable<Scenario> AfterRotation(PartnerHospital.SigningKey withdrawn) =>
    [
        new("token signed with the new key", Scenario.Read(Chart, TokenSignedWith(hospital.Key)), Outcome.Granted(Physician)),
        new(
            "token signed with the withdrawn key",
            Scenario.Read(Chart, TokenSignedWith(withdrawn)),
            Outcome.Rejected(JwtErrorCode.KeyNotFound, "kid")),
    ];

    private string TokenSignedWith(PartnerHospital.SigningKey key) => forge.SignedWith(
        key.Value,
        header => header["kid"] = key.Id,
        claims =>
        {
            (claims["iss"], claims["sub"]) = (hospital.Name, Physician);
            claims.Remove("sid");
        });
}
