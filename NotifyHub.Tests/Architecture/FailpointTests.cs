using Mono.Cecil;
using Mono.Cecil.Cil;
using NotifyHub.Failpoints;

namespace NotifyHub.Tests.Architecture;

/// <summary>Failpoints are in test builds only: this build of the app, as any normal one, can't be made to die.</summary>
public class FailpointTests
{
    [Fact]
    public void A_normal_build_calls_no_failpoint() => Assert.Empty(CallsIn(typeof(Program).Assembly.Location));

    [Fact]
    public void A_normal_build_has_nothing_that_a_call_could_do()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);
        Assert.Equal(["CrashPoint", "Failpoint"], module.GetTypes().Where(t => t.Namespace == "NotifyHub.Failpoints").Select(t => t.Name).Order());
        Assert.All(module.GetType("NotifyHub.Failpoints.Failpoint").Methods, m => Assert.All(m.Body.Instructions, i => Assert.True(i.OpCode.Code is Code.Ret or Code.Nop)));
    }

    [Fact]
    public void A_planted_call_is_found() =>
        Assert.Contains(CallsIn(typeof(FailpointTests).Assembly.Location), c => c.Contains("PlantedFailpoint", StringComparison.Ordinal));

    private static List<string> CallsIn(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody)
            .Where(m => m.Body.Instructions.Any(i => i.Operand is MethodReference { DeclaringType.FullName: "NotifyHub.Failpoints.Failpoint" }))
            .Select(m => m.FullName)];
    }
}
