using HipaaJwt.Fhir.Tests.Exporting;
using Xunit.Runner.InProc.SystemConsole;

// A test starts this program again as a process that exports.
return args switch
{
    ["export", var directory, var endpoint, var usePut] => await ExportWorker.RunAsync(directory, new Uri(endpoint), bool.Parse(usePut)),
    ["export-database", var connection, var schema, var cursor, var endpoint] =>
        await ExportWorker.RunAsync(connection, schema, cursor, new Uri(endpoint)),
    _ => await ConsoleRunner.Run(args),
};
