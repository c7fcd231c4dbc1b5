using System.Globalization;
using Slipway.Benchmarks.ImagePromotion;

const int Rounds = 3;
if (args is ["copy", var from, var to])
{
    return await SlipwayCopy.RunAsync(from, to);
}

if (!Command.IsThere("docker-registry"))
{
    Console.WriteLine("needs docker-registry (apt-get install docker-registry), which is not installed here");
    return 1;
}

using var source = await DockerRegistry.StartAsync();
var (image, megabytes) = await GeneratedIndex.PushAsync(source.Host);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"Promotion of a 3-platform index of {megabytes:N0} MB between two docker-registry processes on loopback, median of {Rounds} ({Environment.ProcessorCount} cores, .NET {Environment.Version})."));
var own = new List<Measurement>();
var second = new List<Measurement>();
var peer = new List<Measurement>();
var (sourceReference, isThere) = ($"{source.Host}/{image}", Command.IsThere("skopeo"));
for (var round = 0; round < Rounds; round++)
{
    using (var target = await DockerRegistry.StartAsync())
    {
        own.Add(await SlipwayCopy.MeasureAsync(sourceReference, $"{target.Host}/{image}"));
        second.Add(await SlipwayCopy.MeasureAsync(sourceReference, $"{target.Host}/{image}"));
    }

    if (isThere)
    {
        using var target = await DockerRegistry.StartAsync();
        peer.Add(await SkopeoCopy.MeasureAsync(sourceReference, $"{target.Host}/{image.Split('@')[0]}"));
    }
}

Report("Slipway", own, megabytes);
Report("Slipway, second promotion", second, 0);
if (isThere)
{
    Report("skopeo copy --all", peer, megabytes);
}
else
{
    Console.WriteLine("skopeo: not installed here");
}

return 0;

static void Report(string who, IEnumerable<Measurement> rounds, double megabytes)
{
    var median = rounds.OrderBy(round => round.Seconds).ElementAt(Rounds / 2);
    var rate = megabytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{megabytes / median.Seconds,6:N0} MB/s") : "           ";
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{who,-28} {median.Seconds,6:N2} s {rate}  peak {rounds.Max(round => round.PeakMegabytes),5:N0} MB  {median.Note}"));
}
