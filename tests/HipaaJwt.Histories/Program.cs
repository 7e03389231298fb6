using HipaaJwt.Histories.Instances;
using HipaaJwt.Histories.Runs;

return args switch
{
    ["instance"] => await InstanceProgram.RunAsync(),
    ["run", .. var options] => await RunProgram.RunAsync(options),
    _ => RunProgram.PrintUsage(),
};
