using System.Data.Common;

namespace NotifyHub.Data;

/// <summary>Statements on reading connections.</summary>
internal static class ReadCommands
{
    /// <summary>The statement with its values bound. Times are epoch milliseconds, enums their numbers.</summary>
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
