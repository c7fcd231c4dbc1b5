namespace Slipway.Tests.Contracts.Privileges;

/// <summary>Least privilege: what a function may do in AWS is what its code can come to do there.</summary>
public sealed class PrivilegeTests
{
    public static TheoryData<string> Functions => FunctionTests.Functions;

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_may_do_what_its_code_calls_and_nothing_else(string function)
    {
        var walk = Privileges.WalkOf(function);
        var needed = Actions.Of(walk).ToLookup(need => need.Action, need => need);
        var allowed = Privileges.AllowedTo(function).SelectMany(statement => statement.Actions).ToHashSet();

        Assert.Equal([], needed.Where(need => !allowed.Contains(need.Key)).Select(need => $"{need.Key} is missing: {walk.PathTo(need.First().Caller)} > {need.First().Call}"));
        Assert.Equal([], allowed.Where(action => !needed.Contains(action)).Select(action => $"{action} is allowed and never called"));
    }
}
