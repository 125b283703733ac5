namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>Draws from a bucket in the store. One statement each, so that nodes that draw at once can't draw the same permits.</summary>
internal static class BucketSql
{
    /// <summary>A bucket is full when it is first asked for. Parameters: scope, capacity.</summary>
    public static string Make(string clock) => $"""
        insert into limit_buckets (scope, tokens, refilled_at) values (@scope, @capacity, {clock}) on conflict (scope) do nothing
        """;

    /// <summary>Takes so many or none, on the database's clock. Parameters: rate (a millisecond), capacity, wanted, scope. A row when it did.</summary>
    public static string Draw(string clock) => $"""
        update limit_buckets set refilled_at = {clock}, tokens = {Filled(clock)} - @wanted
        where scope = @scope and {Filled(clock)} >= @wanted
        returning scope
        """;

    /// <summary>Puts back what a node did not use. Parameters: back, capacity, scope.</summary>
    public const string GiveBack = """
        update limit_buckets set tokens = case when tokens + @back > @capacity then @capacity else tokens + @back end where scope = @scope
        """;

    // Never over the capacity, and a clock that went back takes nothing away. Without the cast PostgreSQL takes the rate for a whole number, and 0.2 a millisecond for 0.
    private static string Filled(string clock)
    {
        var refilled = $"(tokens + case when {clock} > refilled_at then ({clock} - refilled_at) * cast(@rate as double precision) else 0.0 end)";
        return $"(case when {refilled} > @capacity then @capacity else {refilled} end)";
    }
}
