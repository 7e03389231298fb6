using ClinicApi.Accounts;

namespace ClinicApi;

/// <summary>Prints example requests for a POSIX shell.</summary>
internal static class ExampleRequests
{
    private const string Json = "-H 'Content-Type: application/json' -d";

    private const string Prescription = """{"medication":"Sumatriptan 50 mg","dosage":"one tablet at onset"}""";

    private const string Revocation =
        $$"""{"issuer":"{{ClinicIssuer.Name}}","subject":"nurse.kim","reason":"AccountDisabled"}""";

    public static void Print(WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var address = app.Urls.First();
        Console.WriteLine($$"""

            The clinic listens on {{address}}. Its users and their passwords are fictitious:
            {{string.Join(", ", DemoUser.All.Select(user => user.Name))}}. Each password is {{DemoUser.PasswordOf("<user>")}}.

            # A function that signs a user in and prints a token of the response.
            sign_in() { curl -s {{address}}/sign-in {{Json}} '{"user":"'$1'","password":"'{{DemoUser.PasswordOf("$1")}}'"}' |
              sed 's/.*"'${2:-access_token}'":"\([^"]*\)".*/\1/'; }

            # A physician reads a chart: 200.
            curl -i {{address}}/patients/1001/chart -H "Authorization: Bearer $(sign_in dr.rivera)"

            # A nurse creates a prescription: 403.
            curl -i {{address}}/patients/1001/prescriptions -H "Authorization: Bearer $(sign_in nurse.kim)" {{Json}} '{{Prescription}}'

            # A physician creates a prescription: 201.
            curl -i {{address}}/patients/1001/prescriptions -H "Authorization: Bearer $(sign_in dr.rivera)" {{Json}} '{{Prescription}}'

            # A patient reads the chart of another patient: 403.
            curl -i {{address}}/patients/1002/chart -H "Authorization: Bearer $(sign_in amina.okafor)"

            # A request without a token: 401.
            curl -i {{address}}/patients/1001/chart

            # The application of a user continues the session with new tokens: 200.
            curl -i {{address}}/token -d grant_type=refresh_token -d client_id={{ClinicIssuer.Client}} \
              -d refresh_token=$(sign_in dr.rivera refresh_token)

            # The privacy officer reviews the audit trail: 200.
            curl -i {{address}}/audit -H "Authorization: Bearer $(sign_in officer.lind)"

            # An administrator lists the sessions of the physician, and ends them: 200.
            curl -i {{address}}/users/dr.rivera/sessions -H "Authorization: Bearer $(sign_in admin.weiss)"
            curl -i -X DELETE {{address}}/users/dr.rivera/sessions -H "Authorization: Bearer $(sign_in admin.weiss)"

            # An administrator revokes the tokens of the nurse: 200. Requests with earlier tokens: 401.
            curl -i {{address}}/admin/revocations/subjects -H "Authorization: Bearer $(sign_in admin.weiss)" {{Json}} '{{Revocation}}'

            # The state of the store of revocations: Healthy. The OpenAPI document, and the keys.
            curl {{address}}/health
            curl {{address}}/openapi/v1.json
            curl {{address}}/jwks

            Press Ctrl+C to stop.

            """);
    }
}
