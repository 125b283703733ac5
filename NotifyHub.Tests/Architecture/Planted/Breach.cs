// A small wrong world for ArrowTests: its Data points up at its Api, once in a signature and once hidden in a method's body.
namespace NotifyHub.Tests.Architecture.Planted.Api
{
    public sealed class PlantedEndpoint
    {
        public static int Answer() => 202;
    }
}

namespace NotifyHub.Tests.Architecture.Planted.Data
{
    public sealed class PlantedSignature
    {
        public Api.PlantedEndpoint? Endpoint { get; init; }
    }

    public sealed class PlantedBody
    {
        public int Hidden() => new Func<int>(() => Api.PlantedEndpoint.Answer())();
    }
}
