using System.Text.Json;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Deployment;

/// <summary>The template as a stack: made CloudFormation by SAM's own translator and created in moto, once for all tests.</summary>
public sealed class DeployedStack(MotoServer moto) : IAsyncLifetime
{
    private readonly string _script = Path.Combine(Repository.Root, "tests", "Wire", "Deployment", "deploy.py");
    private JsonElement _stack;

    public JsonElement Stack
    {
        get
        {
            _ = moto.Port;
            Assert.SkipWhen(_stack.ValueKind == JsonValueKind.Undefined, "needs Python's samtranslator and boto3, which are not installed here");
            return _stack;
        }
    }

    /// <summary>The logical ids of the translated template with their types.</summary>
    public IReadOnlyDictionary<string, string> Wanted => Stack.GetProperty("wanted").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);

    /// <summary>The physical ids of what moto created, by logical id.</summary>
    public IReadOnlyDictionary<string, string> Created =>
        Stack.GetProperty("resources").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetProperty("id").GetString()!);

    /// <summary>A resource as its own service describes it.</summary>
    public JsonElement Described(string logicalId) => Stack.GetProperty("described").GetProperty(logicalId);

    public IEnumerable<JsonElement> DescribedOf(string type) => Wanted.Where(pair => pair.Value == type).Select(pair => Described(pair.Key));

    public async ValueTask InitializeAsync()
    {
        if (Tool.Locate(["moto_server"]) is null)
        {
            return;
        }

        if (await Tool.RunPythonAsync("", _script, moto.Endpoint.ToString(), "slipway-deployed") is var (code, output))
        {
            Assert.True(code == 0, output);
            _stack = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
