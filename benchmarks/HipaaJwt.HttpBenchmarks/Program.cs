using HipaaJwt.HttpBenchmarks.Driver;
using HipaaJwt.HttpBenchmarks.Server;

return args switch
{
    ["serve", ..] => await ServeCommand.RunAsync(args[1..]),
    ["serve-activity", ..] => await ServeActivityCommand.RunAsync(args[1..]),
    ["activity", ..] => await ActivityCommand.RunAsync(args[1..]),
    _ => await LoadCommand.RunAsync(args),
};
