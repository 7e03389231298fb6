using HipaaJwt.Fhir.Tests.Exporting;
using Xunit.Runner.InProc.SystemConsole;

// A test starts this program again as a process that exports.
return args switch
{
    ["export", var directory, var endpoint, var usePut] => await ExportWorker.RunAsync(directory, new Uri(endpoint), bool.Parse(usePut)),
    _ => await ConsoleRunner.Run(args),
};
