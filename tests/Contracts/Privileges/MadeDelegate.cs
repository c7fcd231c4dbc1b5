using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>A place where a delegate of a type is made of a method.</summary>
internal sealed record MadeDelegate(MethodDefinition Maker, string Type, MethodReference Target)
{
    public static IEnumerable<MadeDelegate> In(MethodDefinition maker) =>
        maker.Body.Instructions.Where(instruction => instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn && instruction.Next?.OpCode.Code == Code.Newobj)
            .Select(instruction => new MadeDelegate(maker, ((MethodReference)instruction.Next.Operand).DeclaringType.FullName, (MethodReference)instruction.Operand));
}
