// Compiled as a test build compiles the app, so that FailpointTests can show that it would find a call.
#define FAILPOINTS
using NotifyHub.Failpoints;

namespace NotifyHub.Tests.Architecture.Planted;

public sealed class PlantedFailpoint
{
    public void Send() => Failpoint.Hit(CrashPoint.P3);
}
