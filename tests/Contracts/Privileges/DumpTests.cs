namespace Slipway.Tests.Contracts.Privileges;
public sealed class DumpTests
{
    [Fact]
    public void Dump() => File.WriteAllLines("/tmp/priv/actions.txt", Stack.Template.Functions.Select(function => function.LogicalId + ": " + string.Join(' ', Privileges.NeededBy(function.LogicalId).Select(need => need.Action).Distinct().Order(StringComparer.Ordinal))));
}
