using HipaaJwt.Stores.Tests.AuditLogs;
using HipaaJwt.Stores.Tests.Issuer;
using HipaaJwt.Stores.Tests.Workers;
using Xunit.Runner.InProc.SystemConsole;

// Tests start this program again as a second process that uses the same store.
return args switch
{
    ["worker", .. var store] => await WorkerProgram.RunAsync(store),
    ["audit", var connection, var schema, var key] => await AuditWorker.RunAsync(connection, schema, key),
    ["issuer", .. var arguments] => await IssuerWorker.RunAsync(arguments),
    _ => await ConsoleRunner.Run(args),
};
