using System.Globalization;
using Slipway.Benchmarks.ColdStart;

const string Usage = "Usage: coldstart [--runs N | --order], where N is how often each is started, 30 without a word; --order lists the methods that a start runs for the compiler.";
const string Functions = "src/Functions/Functions.csproj";
const string Hello = "benchmarks/ColdStart/Hello/Hello.csproj";
const string Bundle = "/etc/ssl/certs/ca-certificates.crt";
const int WarmUps = 3;

var runs = 30;
var lists = args is ["--order"];
if (!lists && args is not [] && (args is not ["--runs", var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out runs) || runs < 1))
{
    Console.Error.WriteLine(Usage);
    return 1;
}

var (framework, hello, why) = ("net10.0", default(Publication), default(string));
foreach (var candidate in new[] { "net10.0", "net9.0" })
{
    framework = candidate;
    (hello, why) = Publication.Publish(Hello, framework, "NativeAot");
    if (hello is not null)
        break;

    Console.WriteLine($"Native AOT of {candidate} cannot be built here: {why}");
}

if (hello is null)
    return 0;

if (Publication.Publish(Functions, framework, "NativeAot", lists ? Order.Symbols : []) is not ({ } functions, _))
{
    Console.Error.WriteLine("The hello-world could be published, the functions could not.");
    return 1;
}

var trust = new Trust();
var aws = new FakeAws(File.ReadAllText(Publication.File("systems/cv-hub.yaml")));
var runtime = new RuntimeApi();
await using var lambda = new Loopback(runtime.AnswerAsync);
await using var http = new Loopback(aws.AnswerAsync);
await using var https = new Loopback(aws.AnswerAsync, trust.Server);

var shipped = trust.With(Publication.File("src/Functions/amazon-roots.pem"));
if (lists)
{
    var scans = await Order.ReadAsync(runtime, functions.Program, Events.Scans, Environments.Of(lambda, http));
    var push = await Order.ReadAsync(runtime, functions.Program, Events.Push, Environments.Of(lambda, https, shipped, trust.NoDirectory));
    File.WriteAllLines(Publication.File(Order.List), scans.Union(push).Order(StringComparer.Ordinal));
    return 0;
}

var starts = new List<Start>
{
    new("hello-world", hello, Events.Greeting, Environments.Of(lambda, http)),
    new("intake, HTTP", functions, Events.Scans, Environments.Of(lambda, http)),
    new("intake, TLS, shipped roots", functions, Events.Scans, Environments.Of(lambda, https, shipped, trust.NoDirectory)),
    new("intake with a push, HTTP", functions, Events.Push, Environments.Of(lambda, http)),
    new("intake with a push, TLS, shipped roots", functions, Events.Push, Environments.Of(lambda, https, shipped, trust.NoDirectory)),
};
if (File.Exists(Bundle))
    starts.Add(new("intake, TLS, the distribution's roots", functions, Events.Scans, Environments.Of(lambda, https, trust.With(Bundle))));

if (Publication.Publish(Functions, "net10.0", "ReadyToRun") is ({ } managed, _))
    starts.Add(new("intake, HTTP, ReadyToRun of net10.0", managed, Events.Scans, Environments.Of(lambda, http)));

for (var run = -WarmUps; run < runs; run++)
{
    foreach (var start in starts)
        await start.MeasureAsync(runtime, aws, counts: run >= 0);
}

Table.Print(framework, runs, starts);
return 0;
