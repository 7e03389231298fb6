using ClinicApi.DevelopmentIssuer;

namespace ClinicApi;

/// <summary>Prints requests with tokens in place, so that a reader has something to send.</summary>
internal static class RequestsToPaste
{
    private const string Json = "-H 'Content-Type: application/json' -d";

    private const string Prescription = """{"medication":"Sumatriptan 50 mg","dosage":"one tablet at onset"}""";

    private const string User = """{"user":"dr.rivera"}""";

    public static void Print(WebApplication app)
    {
        if (app.Services.GetService<Issuer>() is not { } issuer)
        {
            return;
        }

        var address = app.Urls.First();
        Console.WriteLine($"""

            The clinic listens on {address}. Its tokens are for development only and good for {Issuer.Lifetime.TotalMinutes} minutes.

            # A physician reads a chart: 200.
            curl -i {address}/patients/1001/chart -H 'Authorization: Bearer {TokenOf("dr.rivera")}'

            # A nurse prescribes: 403.
            curl -i {address}/patients/1001/prescriptions -H 'Authorization: Bearer {TokenOf("nurse.kim")}' {Json} '{Prescription}'

            # A physician does: 201.
            curl -i {address}/patients/1001/prescriptions -H 'Authorization: Bearer {TokenOf("dr.rivera")}' {Json} '{Prescription}'

            # A patient reads a chart that is not theirs: 403.
            curl -i {address}/patients/1002/chart -H 'Authorization: Bearer {TokenOf("amina.okafor")}'

            # Nobody in particular: 401.
            curl -i {address}/patients/1001/chart

            # The privacy officer reviews all of that: 200.
            curl -i {address}/audit -H 'Authorization: Bearer {TokenOf("officer.lind")}'

            # A fresh token, and the OpenAPI document.
            curl {address}/dev/token {Json} '{User}'
            curl {address}/openapi/v1.json

            Ctrl+C ends it.

            """);

        string TokenOf(string user) => issuer.IssueToken(DemoUser.Find(user)!);
    }
}
