namespace HipaaJwt.Fhir.Receiving;

/// <summary>Creates the receiver that the options name.</summary>
internal static class Receivers
{
    public static IResourceReceiver Create(FhirAuditExportOptions options, IHttpClientFactory? clients, TimeProvider time) =>
        options.Endpoint is null
            ? NdjsonReceiver.To(options.OutputFile!)
            : new FhirServerReceiver(() => CreateClient(clients!), options, time);

    private static HttpClient CreateClient(IHttpClientFactory clients)
    {
        var client = clients.CreateClient(FhirAuditExportOptions.HttpClientName);

        // The options limit each request, by the clock of the application.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }
}
