using HipaaJwt.HttpBenchmarks.Driver;
using HipaaJwt.HttpBenchmarks.Server;

return args is ["serve", ..]
    ? await ServeCommand.RunAsync(args[1..])
    : await LoadCommand.RunAsync(args);
