namespace NotifyHub.Tests;
public class FrameTest { [Fact] public void Runs() => Assert.NotNull(typeof(Program).Assembly); }
