using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>A physician of the partner hospital, before and after the hospital changes its key.</summary>
internal sealed class PartnersAtWork(PartnerHospital hospital, TokenForge forge)
{
    private const string Chart = "/patients/1001/chart";
    private const string Physician = "dr.lindqvist";

    public IEnumerable<Scenario> Before() =>
        [new("its physician reads a chart", Scenario.Read(Chart, TokenUnder(hospital.Key)), Outcome.Permitted(Physician))];

    public IEnumerable<Scenario> After(PartnerHospital.JwkEntryReader withdrawn) =>
    [
        new("a token under the new key", Scenario.Read(Chart, TokenUnder(hospital.Key)), Outcome.Permitted(Physician)),
        new(
            "a token under the withdrawn key",
            Scenario.Read(Chart, TokenUnder(withdrawn)),
            Outcome.Refused(JwtErrorCode.KeyNotFound, "kid")),
    ];

    private string TokenUnder(PartnerHospital.JwkEntryReader key) => forge.Signed(
        key.Value,
        header => header["kid"] = key.Id,
        claims => (claims["iss"], claims["sub"]) = (hospital.Name, Physician));
}
