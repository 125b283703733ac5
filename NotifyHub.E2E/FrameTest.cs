namespace NotifyHub.E2E;
public class FrameTest { [Fact] public void Runs() => Assert.NotNull(typeof(Program).Assembly); }
