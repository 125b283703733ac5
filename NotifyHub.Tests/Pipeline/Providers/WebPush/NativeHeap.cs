using System.Runtime.InteropServices;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>glibc's own count of what malloc has given out and not got back, over all arenas: it sees a leak of a hundred bytes, which the process's size does not.</summary>
internal static class NativeHeap
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Info
    {
        public nuint Arena, FreeChunks, FastChunks, Maps, MapBytes, Unused, FastBytes, InUse, Free, Releasable;
    }

    [DllImport("libc.so.6")]
    private static extern Info mallinfo2();

    /// <summary>Bytes in use.</summary>
    public static long BytesInUse() => mallinfo2() is var info ? (long)(info.InUse + info.MapBytes) : 0;
}
