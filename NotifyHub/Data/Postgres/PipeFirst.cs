using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NotifyHub.Data.Postgres;

/// <summary>What a context runs on the gate's connection comes after the statements that were said before it.</summary>
internal sealed class PipeFirst(PostgresPipe pipe) : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await pipe.StepAsideAsync();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await pipe.StepAsideAsync();
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await pipe.StepAsideAsync();
        return result;
    }
}
