using System.Runtime.CompilerServices;

namespace Slipway.Tests.Contracts.Privileges;

#pragma warning disable CA1822 // What is walked is instances, as handlers are.

internal interface ISamplePort
{
    void First();

    Task SecondAsync();
}

/// <summary>Where the ways of the sample end.</summary>
internal static class SampleEnds
{
    public static void Async() { }
    public static void Iterator() { }
    public static void AsyncIterator() { }
    public static void Lambda() { }
    public static void Local() { }
    public static void Group() { }
    public static void Generic() { }
    public static void Constructor() { }
    public static int Field() => 0;
    public static int StaticField() => 0;
    public static void Property() { }
    public static void Override() { }
    public static void First() { }
    public static void Second() { }
    public static void SecondOfTheRouter() { }
    public static void Callback() { }
    public static void Composed() { }
    public static void Never() { }
}

/// <summary>Where they begin: the words after the names say what is called.</summary>
internal sealed class SampleEntries(ISamplePort port, SampleHolder holder)
{
    public Task NothingAsync() => Task.CompletedTask;

    public async Task AnAsyncMethodAsync()
    {
        await Task.Yield();
        SampleEnds.Async();
    }

    public int AnIterator() => Items().Count();

    public async Task AnAsyncIteratorAsync()
    {
        await foreach (var _ in ItemsAsync())
        {
        }
    }

    public void ALambda() => new List<int> { 1 }.ForEach(static _ => SampleEnds.Lambda());

    public Task AnAsyncLambdaAsync() => Run(async () =>
    {
        await Task.Yield();
        SampleEnds.Lambda();
    });

    public void ALocalFunction()
    {
        Inner();

        static void Inner() => SampleEnds.Local();
    }

    public void AMethodGroup() => new List<int> { 1 }.ForEach(Group);

    public void AGenericMethod() => Generic(1);

    public void AGenericType() => new SampleGeneric<string>().Turn("");

    public object AConstructor() => new SampleMade();

    public string AProperty() => new SampleObject().Text;

    public void AnOverride() => ((SampleBase)new SampleDerived()).Turn();

    public void OneMethodOfAPort() => port.First();

    public Task TheOtherMethodOfAPortAsync() => port.SecondAsync();

    public int ACallbackOfTheLibrary() => new List<int> { 2, 1 }.Order(new SampleComparer()).First();

    public void ADelegateFromElsewhere() => holder.Turn();

    private static Task Run(Func<Task> call) => call();

    private static void Group(int _) => SampleEnds.Group();

    private static void Generic<T>(T _) => SampleEnds.Generic();

    private static IEnumerable<int> Items()
    {
        yield return 1;
        SampleEnds.Iterator();
    }

    private static async IAsyncEnumerable<int> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(0, cancellationToken);
        yield return 1;
        SampleEnds.AsyncIterator();
    }
}

internal sealed class SampleGeneric<T>
{
    public void Turn(T _) => SampleEnds.Generic();
}

internal sealed class SampleMade
{
    private static readonly int Shared = SampleEnds.StaticField();
    private readonly int _own = SampleEnds.Field() + Shared;

    public SampleMade() => SampleEnds.Constructor();

    public int Unused()
    {
        SampleEnds.Never();
        return _own;
    }
}

internal sealed class SampleObject
{
    public string Text
    {
        get
        {
            SampleEnds.Property();
            return "";
        }
    }
}

internal abstract class SampleBase
{
    public abstract void Turn();
}

internal sealed class SampleDerived : SampleBase
{
    public override void Turn() => SampleEnds.Override();
}

internal sealed class SampleAdapter : ISamplePort
{
    public void First() => SampleEnds.First();

    public Task SecondAsync()
    {
        SampleEnds.Second();
        return Task.CompletedTask;
    }
}

/// <summary>A port that is made of another.</summary>
internal sealed class SampleRouter(SampleAdapter part) : ISamplePort
{
    public void First() => part.First();

    public async Task SecondAsync()
    {
        await part.SecondAsync();
        SampleEnds.SecondOfTheRouter();
    }
}

internal sealed class SampleComparer : IComparer<int>
{
    public int Compare(int x, int y)
    {
        SampleEnds.Callback();
        return x - y;
    }
}

internal sealed class SampleHolder(Func<string, int> given)
{
    public int Turn() => given("");
}

/// <summary>Puts objects together, as the registration of the adapters does.</summary>
internal static class SampleComposition
{
    public static SampleHolder Make() => new(Composed);

    private static int Composed(string text)
    {
        SampleEnds.Composed();
        return text.Length;
    }
}
