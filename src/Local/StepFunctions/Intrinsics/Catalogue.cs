using System.Diagnostics.CodeAnalysis;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>The eighteen intrinsic functions by name.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Intrinsic> Functions = new Intrinsic[]
    {
        new("States.Format", 1, int.MaxValue, (values, _) => TextFunctions.Format(values)),
        new("States.StringSplit", 2, 2, (values, _) => TextFunctions.Split(values[0], values[1])),
        new("States.StringToJson", 1, 1, (values, _) => TextFunctions.ToJson(values[0])),
        new("States.JsonToString", 1, 1, (values, _) => Json.Of(values[0].ToString())),
        new("States.JsonMerge", 2, 3, (values, _) => TextFunctions.Merge(values)),
        new("States.Base64Encode", 1, 1, (values, _) => TextFunctions.Encode(values[0])),
        new("States.Base64Decode", 1, 1, (values, _) => TextFunctions.Decode(values[0])),
        new("States.Hash", 2, 2, (values, _) => TextFunctions.Hash(values[0], values[1])),
        new("States.UUID", 0, 0, (_, random) => Json.Of(Chance.Uuid(random))),
        new("States.Array", 0, int.MaxValue, (values, _) => new JsonList(values)),
        new("States.ArrayPartition", 2, 2, (values, _) => ListFunctions.Partition(values[0], values[1])),
        new("States.ArrayContains", 2, 2, (values, _) => Json.Of(ListFunctions.List(values[0]).Contains(values[1]))),
        new("States.ArrayRange", 3, 3, (values, _) => ListFunctions.Range(values[0], values[1], values[2])),
        new("States.ArrayGetItem", 2, 2, (values, _) => ListFunctions.Item(values[0], values[1])),
        new("States.ArrayLength", 1, 1, (values, _) => Json.Of(ListFunctions.List(values[0]).Count)),
        new("States.ArrayUnique", 1, 1, (values, _) => JsonList.Of(ListFunctions.List(values[0]).Distinct())),
        new("States.MathAdd", 2, 2, (values, _) => Arithmetic.Add(values[0], values[1])),
        new("States.MathRandom", 2, 3, Arithmetic.Between),
    }.ToDictionary(function => function.Name);

    public static string Names => string.Join(", ", Functions.Keys);

    public static bool TryFind(string name, [NotNullWhen(true)] out Intrinsic? function) => Functions.TryGetValue(name, out function);
}
