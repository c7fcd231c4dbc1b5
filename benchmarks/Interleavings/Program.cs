using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Slipway.Benchmarks.Interleavings;
using Slipway.Local.Hosting;

const string Usage = "Usage: interleavings [--maintenance] [--count N] [--seed FIRST], N courses of things from the seed FIRST on; 1000 from 1 without a word. With --maintenance people freeze nothing, but have staging in maintenance.";

var (count, first) = (1000, 1);
var isMaintained = args is ["--maintenance", ..];
for (var word = isMaintained ? 1 : 0; word < args.Length; word += 2)
{
    if (word + 1 >= args.Length || !int.TryParse(args[word + 1], CultureInfo.InvariantCulture, out var number) || number < 1)
    {
        Console.Error.WriteLine(Usage);
        return 1;
    }

    switch (args[word])
    {
        case "--count": count = number; break;
        case "--seed": first = number; break;
        default:
            Console.Error.WriteLine(Usage);
            return 1;
    }
}

var folder = new DirectoryInfo(AppContext.BaseDirectory);
while (folder is not null && !folder.EnumerateFiles("template.yaml").Any())
{
    folder = folder.Parent;
}

var plan = TemplatePlan.Read(Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Run it from inside its repository."), "template.yaml"), "us-east-1", new InstallationSettings { TemplatePath = "", Manifests = [] }.AccountId);
var broken = new ConcurrentBag<(int Seed, string Sentence)>();
var (begun, done) = (Stopwatch.GetTimestamp(), 0);

// More at once than cores only cost memory: without a limit, each wait of a course would begin another one.
Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
{
    foreach (var sentence in Interleaving.Run(seed, plan, isMaintained))
    {
        broken.Add((seed, sentence));
        Console.WriteLine($"seed {seed}: {sentence}");
    }

    if (Interlocked.Increment(ref done) is var now && now % 1000 == 0)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now} of {count}, {now / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} a second"));
    }
});

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"Seeds {first} to {first + count - 1}: {count} interleavings in {Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} s on {Environment.ProcessorCount} cores; {broken.Select(one => one.Seed).Distinct().Count()} broke an invariant."));
return broken.IsEmpty ? 0 : 1;
