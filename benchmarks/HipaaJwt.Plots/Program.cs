using HipaaJwt.Plots;
using HipaaJwt.Plots.Scaling;

if (args is ["scaling", var counts, var page])
{
    return ScalingPage.Rewrite(counts, page);
}

if (args is not [var results, var document])
{
    Console.Error.WriteLine("scaling RESULTS DOCUMENT    simulates fleets of instances and rewrites the page about scaling");
    Console.Error.WriteLine("RESULTS DOCUMENT            RESULTS is the folder with the results, DOCUMENT the page to rewrite");
    return 2;
}

var gate = ResultFile.Read<GateLine>(results, "gate.jsonl");
var micro = ResultFile.Read<MicroLine>(results, "micro-*.jsonl");
var http = ResultFile.Read<HttpLine>(results, "http.jsonl");

var plots = Path.Combine(Path.GetDirectoryName(document)!, "performance");
Directory.CreateDirectory(plots);
Drawing.FirstSight(micro).SaveSvg(Path.Combine(plots, "first-sight.svg"), 900, 420);
Drawing.Repeated(gate).SaveSvg(Path.Combine(plots, "repeated.svg"), 560, 380);
Drawing.Sizes(micro).SaveSvg(Path.Combine(plots, "sizes.svg"), 720, 420);
Drawing.Http(http).SaveSvg(Path.Combine(plots, "http.svg"), 720, 400);

Document.Rewrite(document, new Dictionary<string, string>
{
    ["taken"] = File.ReadAllText(Path.Combine(results, "taken.txt")),
    ["gate"] = Tables.Gate(gate),
    ["http"] = Tables.Http(http),
    ["first-sight"] = Tables.ByAlgorithm(micro, "FirstSight"),
    ["repeated"] = Tables.ByAlgorithm(micro, "Repeated"),
    ["refuse"] = Tables.ByParameter(micro, "Refuse"),
    ["sizes"] = Tables.ByParameter(micro, "Size"),
    ["threads"] = Tables.ByParameter(micro, "Thread"),
    ["parse"] = Tables.ByParameter(micro, "Parse"),
    ["dpop"] = Tables.ByAlgorithm(micro, "DPoP"),
    ["encrypted"] = Tables.ByParameter(micro, "Encrypted"),
    ["encrypted-gcm"] = Tables.ByParameter(micro, "EncryptedGcm"),
    ["permission"] = Tables.ByParameter(micro, "Permission"),
});
return 0;
