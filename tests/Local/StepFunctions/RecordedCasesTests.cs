using Slipway.Local.StepFunctions;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class RecordedCasesTests
{
    [Fact]
    public void Every_recorded_execution_comes_out_as_it_did_on_AWS()
    {
        var report = new AslCaseRunner().RunDirectory(Repository.Shared("asl-cases"));

        Assert.True(report.Failed == 0 && report.Skipped == 0, report.ToJson());
        Assert.Equal(362, report.Passed);
    }
}
