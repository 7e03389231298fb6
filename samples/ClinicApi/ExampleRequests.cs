using ClinicApi.DevelopmentIssuer;

namespace ClinicApi;

/// <summary>Prints example requests that contain valid tokens.</summary>
internal static class ExampleRequests
{
    private const string Json = "-H 'Content-Type: application/json' -d";

    private const string Prescription = """{"medication":"Sumatriptan 50 mg","dosage":"one tablet at onset"}""";

    private const string Revocation = $$"""{"issuer":"{{Issuer.Name}}","subject":"nurse.kim","reason":"AccountDisabled"}""";

    private const string User = """{"user":"dr.rivera"}""";

    public static void Print(WebApplication app)
    {
        if (app.Services.GetService<Issuer>() is not { } issuer)
        {
            return;
        }

        var address = app.Urls.First();
        Console.WriteLine($"""

            The clinic listens on {address}. These tokens are for development only and expire in {Issuer.Lifetime.TotalMinutes} minutes.

            # A physician reads a chart: 200.
            curl -i {address}/patients/1001/chart -H 'Authorization: Bearer {TokenOf("dr.rivera")}'

            # A nurse creates a prescription: 403.
            curl -i {address}/patients/1001/prescriptions -H 'Authorization: Bearer {TokenOf("nurse.kim")}' {Json} '{Prescription}'

            # A physician creates a prescription: 201.
            curl -i {address}/patients/1001/prescriptions -H 'Authorization: Bearer {TokenOf("dr.rivera")}' {Json} '{Prescription}'

            # A patient reads the chart of another patient: 403.
            curl -i {address}/patients/1002/chart -H 'Authorization: Bearer {TokenOf("amina.okafor")}'

            # A request without a token: 401.
            curl -i {address}/patients/1001/chart

            # The privacy officer reviews the audit trail: 200.
            curl -i {address}/audit -H 'Authorization: Bearer {TokenOf("officer.lind")}'

            # An administrator revokes the tokens of the nurse: 200. From then on, requests with them: 401.
            curl -i {address}/admin/revocations/subjects -H 'Authorization: Bearer {TokenOf("admin.weiss")}' {Json} '{Revocation}'

            # The state of the store of revocations: Healthy.
            curl {address}/health

            # Get a new token, and the OpenAPI document.
            curl {address}/dev/token {Json} '{User}'
            curl {address}/openapi/v1.json

            Press Ctrl+C to stop.

            """);

        string TokenOf(string user) => issuer.IssueToken(DemoUser.Find(user)!);
    }
}
